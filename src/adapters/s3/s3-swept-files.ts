import { type Result, ResultAsync } from 'neverthrow';
import { type OwnerId, parseOwnerId } from '../../domain/owner.ts';
import type { StoreUnavailable } from '../../ports/note-store.ts';
import type { FileOwners, SweptFiles } from '../../ports/swept-files.ts';
import type { S3, Unavailable } from './s3.ts';

/** As a client of the identity pool's is let in: see infra/constructs/callers.ts. */
const root = 'private/';

/** Letters, digits and `+-=._:/@` may be in a tag. It is gone with the object, and a client may not write it. */
const mark = 'orphaned-since';

/** The files of identities, which lie below `private/<identity id>/`. A mark is a tag of the object. */
export const s3SweptFiles = (s3: S3): SweptFiles => {
  const placeOf = (owner: OwnerId) => `${root}${owner}/`;
  return {
    list: (owner, after) =>
      available(s3.list({ prefix: placeOf(owner), token: after })).map(({ keys, next }) => ({
        keys: keys.map((key) => key.slice(placeOf(owner).length)),
        ...(next !== undefined && { next }),
      })),
    orphanedSince: (owner, key) => available(s3.tag(placeOf(owner) + key, mark)).map(timeIn),
    markOrphaned: (owner, key, since) => available(s3.setTag(placeOf(owner) + key, mark, String(since))),
    delete: (owner, key) => available(s3.delete(placeOf(owner) + key)),
  };
};

/** Identities, and nobody else who may have something below `private/`. */
export const s3FileOwners = (s3: S3): FileOwners => ({
  list: (after) =>
    available(s3.list({ prefix: root, delimiter: '/', token: after })).map(({ prefixes, next }) => ({
      owners: prefixes.flatMap((prefix) => identityIn(prefix) ?? []),
      ...(next !== undefined && { next }),
    })),
});

/** [Amazon Cognito Federated Identities API Reference, "GetId", IdentityId] */
const identityIn = (prefix: string): OwnerId | undefined => {
  const name = prefix.slice(root.length, -1);
  return /^[\w-]{1,55}:[0-9a-f-]{1,55}$/.test(name) ? parseOwnerId(name).unwrapOr(undefined) : undefined;
};

const timeIn = (text: string | undefined): number | undefined => {
  const time = Number(text);
  return text !== undefined && Number.isSafeInteger(time) ? time : undefined;
};

const available = <T>(asked: Promise<Result<T, Unavailable>>): ResultAsync<T, StoreUnavailable> =>
  new ResultAsync(asked).mapErr(() => ({ kind: 'StoreUnavailable' }));
