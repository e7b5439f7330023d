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
  /**
   * Identifiers of this user, such as `userId`, by the names that paths or bodies give them. What objects say of their
   * owner is found in addition.
   */
  readonly identifiers?: Readonly<Record<string, string>>;
}

/**
 * Somebody without an account, or with a proof of identity that must not count: no credentials, an altered signature.
 *
 * @example
 * const nobody: Stranger = { name: 'nobody', fetch: (url, init) => fetch(url, init) };
 */
export interface Stranger {
  readonly name: string;
  readonly fetch: Fetch;
}

/** One of the two users, with their objects. */
export interface Side {
  readonly user: User;
  /** A text in everything that this user wrote, and in nothing else. */
  readonly marker: string;
  /** Some objects of each kind. */
  readonly kept: readonly Made[];
  /** Objects that have been deleted. */
  readonly gone: readonly Made[];
  /** Objects made under an idempotency key, with contents that anybody could know. */
  readonly repeatable: readonly Made[];
  /** The queries of further pages of their lists. */
  readonly cursors: readonly Cursor[];
  /** The user's own identifiers and what objects say of their owner, by the member's name. */
  readonly owner: Readonly<Record<string, string>>;
}

/** The query of a list's next page. */
export interface Cursor {
  readonly operation: Operation;
  readonly query: Asking['query'];
}

/**
 * Returns the object that an operation's path leads to: the one with the longest way of those that match, or else one
 * that another path names by this path's last parameter. A parameter `id` may be anything's and does not count.
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
  return last === undefined || last === 'id' ? undefined : objects.find((made) => listOwnNames(made).includes(last));
};

/** Returns the last parameter of each path to an object. */
const listOwnNames = ({ names }: Made): readonly string[] =>
  [...names.keys()].flatMap((path) => listParameters(path).slice(-1));

const mergeNames = ({ names }: Made): PathValues => Object.assign({}, ...names.values());

const findWay = ({ path }: Operation, { names }: Made): string | undefined =>
  [...names.keys()]
    .filter((template) => path === template || path.startsWith(`${template}/`))
    .toSorted((one, other) => other.length - one.length)[0];

/**
 * Returns the values in an operation's path for one of a side's objects, or for the user; `undefined` if there is
 * nothing to name.
 */
export const findPathValues = (
  operation: Operation,
  { user, kept }: Pick<Side, 'user' | 'kept'>,
  objects: readonly Made[] = kept,
): PathValues | undefined => {
  const wanted = listParameters(operation.path);
  const made = findObject(operation, objects);
  const way = made && findWay(operation, made);
  const values = { ...user.identifiers, ...(made && (way === undefined ? mergeNames(made) : made.names.get(way))) };
  return wanted.every((name) => values[name] !== undefined)
    ? Object.fromEntries(wanted.map((name) => [name, String(values[name])]))
    : undefined;
};

/**
 * Returns the identifiers that reveal a side's objects in an answer, without short ones, which would be found anywhere.
 */
export const listIdentifiers = ({ owner, kept, gone }: Side): readonly string[] =>
  [...Object.values(owner), ...[...kept, ...gone].flatMap(({ ids }) => ids)].filter((each) => each.length >= 8);
