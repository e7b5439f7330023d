import { encodeHex, hashSha256 } from '../sha256.ts';

/**
 * The id of a note that comes back after its own was deleted, for good: always the same one for an id, so that nothing is made twice, and
 * with the same time at its beginning, so that the note stays where it was in the list. A UUIDv8, which says nothing of what is in it [RFC 9562, 5.8].
 */
export const deriveLaterId = async (id: string): Promise<string> => {
  const hash = encodeHex(await hashSha256(new TextEncoder().encode(`owned-notes ${id}`)));
  return `${id.slice(0, 13)}-8${hash.slice(0, 3)}-8${hash.slice(3, 6)}-${hash.slice(6, 18)}`;
};
