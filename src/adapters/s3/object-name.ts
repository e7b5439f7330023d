import { createHash } from 'node:crypto';
import { type AttachmentKey, parseAttachmentKey } from '../../domain/attachment-key.ts';
import type { OwnerId } from '../../domain/owner.ts';

/**
 * Returns the prefix of an owner's object names. An object in S3 has one name and no two-part key, so here, and nowhere
 * else, the owner is put before the key. A place has two slashes, the last at its end, so none is a prefix of another.
 *
 * An identity id is used as it is: the policy for the identity pool's users says
 * `private/${cognito-identity.amazonaws.com:sub}/`. Any other owner may have slashes, or be longer than a name: its
 * SHA-256 is used instead, after a character that no identity id has.
 */
export const formatPlace = (owner: OwnerId): string => `private/${identityId.test(owner) ? owner : hashOwner(owner)}/`;

/**
 * The form of Cognito's identity ids: up to 55 characters [Amazon Cognito Federated Identities API Reference, "GetId"].
 */
const identityId = /^[a-z\d-]{1,18}:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

const hashOwner = (owner: OwnerId): string => `~${createHash('sha256').update(owner).digest('base64url')}`;

/** Returns the name of an object, at most 1,024 bytes. */
export const formatObjectName = (owner: OwnerId, key: AttachmentKey): string => `${formatPlace(owner)}${key}`;

/** Returns the key of an object below a place; `undefined` if the name holds none, as others may have put there. */
export const parseObjectName = (place: string, name: string): AttachmentKey | undefined =>
  name.startsWith(place) ? parseAttachmentKey(name.slice(place.length)).unwrapOr(undefined) : undefined;
