import { isRecord, type Members } from '../client/shapes.ts';
import { evaluateExpression } from './api/expressions.ts';
import { removePlace } from './api/links.ts';
import type { Operation } from './api/operations.ts';
import type { ApiAnswer } from './fetch-answer.ts';
import type { Asking } from './request.ts';

/** Values for the parameters of a path, unencoded. */
export type PathValues = Readonly<Record<string, string>>;

/** An object that a user created, and its names. */
export interface Made {
  readonly creator: Operation;
  readonly asking: Asking;
  readonly answer: ApiAnswer;
  /** A text that only this object contains. */
  readonly mark: string;
  /** The values that name it in an operation's path, by that path. */
  readonly names: ReadonlyMap<string, PathValues>;
  /** Its own identifiers, without those of its containers. */
  readonly ids: readonly string[];
  readonly tag: string | undefined;
}

export const listParameters = (path: string): readonly string[] =>
  [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => String(name));

/**
 * Returns whether an operation creates an object that others name: a POST that has links, or whose path others extend.
 */
export const isCreator = ({ method, path, links }: Operation, operations: readonly Operation[]): boolean =>
  method === 'POST' && (links.length > 0 || operations.some((each) => each.path.startsWith(`${path}/{`)));

/** Returns what a request created. Takes its names from the document's links, or else from members with usual names. */
export const readMade = (
  operations: readonly Operation[],
  asking: Asking,
  around: PathValues,
  answer: ApiAnswer,
  mark: string,
): Made => {
  const { operation: creator } = asking;
  const names = new Map<string, PathValues>();
  for (const { to, parameters } of creator.links) {
    const target = operations.find((each) => ('id' in to ? each.id === to.id : each.key === to.key));
    const linked = Object.entries(parameters).flatMap(([name, expression]) => {
      const value = evaluateExpression(expression, asking, answer);
      return value === undefined ? [] : [[removePlace(name), value] as const];
    });
    const values = { ...around, ...Object.fromEntries(linked) };
    const wanted = listParameters(target?.path ?? '');
    if (target !== undefined && wanted.length > 0 && wanted.every((name) => values[name] !== undefined))
      names.set(target.path, Object.fromEntries(wanted.map((name) => [name, String(values[name])])));
  }
  for (const { path } of operations) {
    const [, name] = path.startsWith(creator.path)
      ? (/^\/\{([^{}]+)\}/.exec(path.slice(creator.path.length)) ?? [])
      : [];
    const template = `${creator.path}/{${name}}`;
    const id = name === undefined || names.has(template) ? undefined : findId(answer, name, creator.path);
    if (name !== undefined && id !== undefined) names.set(template, { ...around, [name]: id });
  }
  const inside = Object.values(around);
  const ids = [...new Set([...names.values()].flatMap((values) => Object.values(values)))];
  return {
    ...{ creator, asking, answer, mark, names, ids: ids.filter((id) => !inside.includes(id)) },
    tag: answer.headers.get('etag') ?? undefined,
  };
};

/** Returns a name without the differences in how people write it: `noteId`, `note_id` and `note-id` are one. */
const simplifyName = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/**
 * Returns the id of a new object: from a member with a usual name, in the answer or in an object in it, or else from
 * the end of `Location`.
 */
const findId = ({ json, headers }: ApiAnswer, parameter: string, collection: string): string | undefined => {
  const thing = simplifyName(collection.split('/').at(-1) ?? '')
    .replace(/ies$/, 'y')
    .replace(/s$/, '');
  const wanted = [simplifyName(parameter), `${thing}id`, 'id', 'uuid', 'key'];
  const candidates = isRecord(json) ? [json, ...Object.values(json).filter(isRecord)] : [];
  for (const name of wanted)
    for (const candidate of candidates) {
      const found = findMember(candidate, name);
      if (found !== undefined) return found;
    }
  const last = headers.get('location')?.split('?', 1)[0]?.split('/').at(-1);
  return last === undefined || last === '' ? undefined : decodeURIComponent(last);
};

const findMember = (members: Members, name: string): string | undefined => {
  const found = Object.entries(members).find(([each]) => simplifyName(each) === name)?.[1];
  return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
};
