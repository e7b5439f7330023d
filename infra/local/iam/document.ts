import { err, ok, type Result } from 'neverthrow';
import type { PolicyNotUnderstood } from './policy.ts';

export type Members = Readonly<Record<string, unknown>>;

export const notUnderstood = (at: string, problem: string) =>
  err({ kind: 'PolicyNotUnderstood', at, problem } as const satisfies PolicyNotUnderstood);

/** Parses the members of a JSON object; if `known` is given, any other member is an error. */
export const parseMembers = (
  raw: unknown,
  at: string,
  known?: readonly string[],
): Result<Members, PolicyNotUnderstood> => {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return notUnderstood(at, 'is not an object');
  const unknown = Object.keys(raw).find((name) => known !== undefined && !known.includes(name));
  if (unknown !== undefined) return notUnderstood(`${at}.${unknown}`, 'is not understood');
  // Without a prototype, so that no member seems to come from it.
  return ok(Object.assign(Object.create(null), raw));
};

/** Parses one text or several; values of the types in `alsoOf` are taken as JSON writes them. */
export const parseTexts = (
  raw: unknown,
  at: string,
  alsoOf: readonly ('number' | 'boolean')[] = [],
): Result<readonly string[], PolicyNotUnderstood> => {
  const values = Array.isArray(raw) ? raw : [raw];
  if (values.length === 0) return notUnderstood(at, 'is empty');
  if (!values.every((value) => ['string', ...alsoOf].includes(typeof value)))
    return notUnderstood(at, 'is not a string');
  return ok(values.map(String));
};
