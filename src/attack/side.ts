import type { Operation } from './api/operations.ts';
import { listParameters, type Made, type PathValues } from './made.ts';
import type { Asking, Fetch } from './request.ts';

/**
 * Somebody with an account of their own.
 *
 * @example
 * const ann: User = { name: 'Ann', fetch: (url, init) => fetch(url, init), identifiers: { userId: 'a1b2c3' } };
 */
export interface User {
  /** For the report. */
  readonly name: string;
  readonly fetch: Fetch;
  /** What names this user, such as `userId`; by names, where paths or bodies have them. What objects say of their owner is found besides. */
  readonly identifiers?: Readonly<Record<string, string>>;
}

/**
 * Somebody who has no account, or says so by something that must not count: no credentials, a signature that was
 * altered.
 *
 * @example
 * const nobody: Stranger = { name: 'nobody', fetch: (url, init) => fetch(url, init) };
 */
export interface Stranger {
  readonly name: string;
  readonly fetch: Fetch;
}

/** One of the two users, and what there is of theirs. */
export interface Side {
  readonly user: User;
  /** What is in everything that this user wrote, and in nothing else. */
  readonly marker: string;
  /** Some of each kind of object. */
  readonly kept: readonly Made[];
  /** Deleted since. */
  readonly gone: readonly Made[];
  /** Made under an idempotency key, of which anybody could know what is in them. */
  readonly repeatable: readonly Made[];
  /** The ways to further pages of their lists. */
  readonly cursors: readonly Cursor[];
  /** What objects say of their owner, by the member's name, and the user's own identifiers. */
  readonly owner: Readonly<Record<string, string>>;
}

/** The query of a list's next page. */
export interface Cursor {
  readonly operation: Operation;
  readonly query: Asking['query'];
}

/**
 * The object that an operation's path leads to: of those that do, the one with the longest way; or else one whose name stands in another
 * path too. `id` alone may be anything's.
 */
export const findObject = (operation: Operation, objects: readonly Made[]): Made | undefined => {
  const ways = objects.flatMap((made) => {
    const way = findWay(operation, made);
    return way === undefined ? [] : [{ made, way }];
  });
  const longest = Math.max(...ways.map(({ way }) => way.length));
  const found = ways.find(({ way }) => way.length === longest)?.made;
  if (found !== undefined) return found;
  const [last] = listParameters(operation.path).toReversed();
  return last === undefined || last === 'id' ? undefined : objects.find((made) => ownNames(made).includes(last));
};

/** What the last parameter of each path to it is called. */
const ownNames = ({ names }: Made): readonly string[] =>
  [...names.keys()].flatMap((path) => listParameters(path).slice(-1));

const sameNames = ({ names }: Made): PathValues => Object.assign({}, ...names.values());

const findWay = ({ path }: Operation, { names }: Made): string | undefined =>
  [...names.keys()]
    .filter((template) => path === template || path.startsWith(`${template}/`))
    .toSorted((one, other) => other.length - one.length)[0];

/** What stands in an operation's path for one of a side's objects, or for the user; `undefined` if there is nothing to name. */
export const findPathValues = (
  operation: Operation,
  { user, kept }: Pick<Side, 'user' | 'kept'>,
  objects: readonly Made[] = kept,
): PathValues | undefined => {
  const wanted = listParameters(operation.path);
  const made = findObject(operation, objects);
  const way = made && findWay(operation, made);
  const values = { ...user.identifiers, ...(made && (way === undefined ? sameNames(made) : made.names.get(way))) };
  return wanted.every((name) => values[name] !== undefined)
    ? Object.fromEntries(wanted.map((name) => [name, String(values[name])]))
    : undefined;
};

/** Everything by which a side's own could be known in an answer: short ones would be found anywhere. */
export const listIdentifiers = ({ owner, kept, gone }: Side): readonly string[] =>
  [...Object.values(owner), ...[...kept, ...gone].flatMap(({ ids }) => ids)].filter((each) => each.length >= 8);
