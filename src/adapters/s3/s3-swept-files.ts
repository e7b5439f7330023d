import { type Result, ResultAsync } from 'neverthrow';
import { type OwnerId, parseOwnerId } from '../../domain/owner.ts';
import type { StoreUnavailable } from '../../ports/note-store.ts';
import type { FileOwners, SweptFiles } from '../../ports/swept-files.ts';
import { formatPlace } from './object-name.ts';
import type { SweptBucket, Unavailable } from './swept-bucket.ts';

/** The prefix below which the identity pool's users have access: see infra/constructs/signed-in-role.ts. */
const root = 'private/';

/**
 * The tag that marks an orphan. A tag takes letters, digits and `+-=._:/@`. It goes with the object, and a client may
 * not write it.
 */
export const orphanMark = 'orphaned-since';

/** Creates the sweep's access to files. A mark is a tag of the object. */
export const createS3SweptFiles = (bucket: SweptBucket): SweptFiles => {
  return {
    list: (owner, after) =>
      mapUnavailable(bucket.list({ prefix: formatPlace(owner), token: after })).map(({ keys, next }) => ({
        keys: keys.map((key) => key.slice(formatPlace(owner).length)),
        ...(next !== undefined && { next }),
      })),
    orphanedSince: (owner, key) => mapUnavailable(bucket.tag(formatPlace(owner) + key, orphanMark)).map(parseTime),
    markOrphaned: (owner, key, since) =>
      mapUnavailable(bucket.setTag(formatPlace(owner) + key, orphanMark, String(since))),
    delete: (owner, key) => mapUnavailable(bucket.delete(formatPlace(owner) + key)),
  };
};

/** Creates a list of identities, without any other owner who may have something below `private/`. */
export const createS3FileOwners = (bucket: SweptBucket): FileOwners => ({
  list: (after) =>
    mapUnavailable(bucket.list({ prefix: root, delimiter: '/', token: after })).map(({ prefixes, next }) => ({
      owners: prefixes.flatMap((prefix) => parseIdentity(prefix) ?? []),
      ...(next !== undefined && { next }),
    })),
});

/** Parses an identity id. For any other owner, the place has a hash, which does not tell who it is. */
const parseIdentity = (prefix: string): OwnerId | undefined => {
  const owner = parseOwnerId(prefix.slice(root.length, -1)).unwrapOr(undefined);
  return owner !== undefined && formatPlace(owner) === prefix ? owner : undefined;
};

const parseTime = (text: string | undefined): number | undefined => {
  const time = Number(text);
  return text !== undefined && Number.isSafeInteger(time) ? time : undefined;
};

const mapUnavailable = <T>(asked: Promise<Result<T, Unavailable>>): ResultAsync<T, StoreUnavailable> =>
  new ResultAsync(asked).mapErr(() => ({ kind: 'StoreUnavailable' }));
