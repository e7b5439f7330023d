import { isRecord, type Members } from '../client/shapes.ts';
import { evaluateExpression } from './api/expressions.ts';
import { bareName } from './api/links.ts';
import type { Operation } from './api/operations.ts';
import type { ApiAnswer } from './fetch-answer.ts';
import type { Asking } from './request.ts';

/** Values for the parameters of a path, not encoded. */
export type PathValues = Readonly<Record<string, string>>;

/** Something that a user made, and how it is named. */
export interface Made {
  readonly creator: Operation;
  readonly asking: Asking;
  readonly answer: ApiAnswer;
  /** What only this object has in it. */
  readonly mark: string;
  /** By the path of an operation, what stands for it there. */
  readonly names: ReadonlyMap<string, PathValues>;
  /** Its own identifiers, without those of what it is in. */
  readonly ids: readonly string[];
  readonly tag: string | undefined;
}

export const listParameters = (path: string): readonly string[] =>
  [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => String(name));

/** Whether an operation makes an object that others name: a POST whose answer links to them, or below whose path they are. */
export const isCreator = ({ method, path, links }: Operation, operations: readonly Operation[]): boolean =>
  method === 'POST' && (links.length > 0 || operations.some((each) => each.path.startsWith(`${path}/{`)));

/** What was made, by the request that made it and its answer: named by the document's links, or else by what names usually say. */
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
      return value === undefined ? [] : [[bareName(name), value] as const];
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

/** Names as people write them: `noteId`, `note_id` and `note-id` are one. */
const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The id of a new object: a member of the answer, or of what is in it, that is called so; or where `Location` ends. */
const findId = ({ json, headers }: ApiAnswer, parameter: string, collection: string): string | undefined => {
  const thing = plain(collection.split('/').at(-1) ?? '')
    .replace(/ies$/, 'y')
    .replace(/s$/, '');
  const wanted = [plain(parameter), `${thing}id`, 'id', 'uuid', 'key'];
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
  const found = Object.entries(members).find(([each]) => plain(each) === name)?.[1];
  return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
};
