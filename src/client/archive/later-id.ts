import { encodeHex, hashSha256 } from '../sha256.ts';

/**
 * Derives the id of a note that comes back after its own id was deleted, for good. It is always the same one for an id,
 * so that nothing is created twice, and begins with the same time, so that the note keeps its place in the list. It is
 * a UUIDv8, which says nothing about its content [RFC 9562, 5.8].
 */
export const deriveLaterId = async (id: string): Promise<string> => {
  const hash = encodeHex(await hashSha256(new TextEncoder().encode(`owned-notes ${id}`)));
  return `${id.slice(0, 13)}-8${hash.slice(0, 3)}-8${hash.slice(3, 6)}-${hash.slice(6, 18)}`;
};
