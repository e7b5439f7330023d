import { createHash } from 'node:crypto';
import { type AttachmentKey, parseAttachmentKey } from '../../domain/attachment-key.ts';
import type { OwnerId } from '../../domain/owner.ts';

/**
 * What the names of an owner's objects begin with. S3 has one name for an object and no key of two parts, so here, and nowhere else,
 * the owner is put before the key. A place has two slashes, the last at its end, so none begins another.
 *
 * An identity id stands there as it is: the policy of the identity pool's users says `private/${cognito-identity.amazonaws.com:sub}/`.
 * Any other owner may have slashes, or be longer than a name: there stands its SHA-256, behind a character that no identity id has.
 */
export const placeOf = (owner: OwnerId): string => `private/${identityId.test(owner) ? owner : hashOwner(owner)}/`;

/** As Cognito makes them: up to 55 characters [Amazon Cognito Federated Identities API Reference, "GetId"]. */
const identityId = /^[a-z\d-]{1,18}:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

const hashOwner = (owner: OwnerId): string => `~${createHash('sha256').update(owner).digest('base64url')}`;

/** The name of an object, of 1,024 bytes at most. */
export const objectNameOf = (owner: OwnerId, key: AttachmentKey): string => `${placeOf(owner)}${key}`;

/** The key of an object below a place; `undefined` of what is none, which others may have put there. */
export const keyOf = (place: string, name: string): AttachmentKey | undefined =>
  name.startsWith(place) ? parseAttachmentKey(name.slice(place.length)).unwrapOr(undefined) : undefined;
