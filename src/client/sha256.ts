import { joinBytes } from './exchange.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** The hash of some bytes. Platforms hash all at once or not at all: whatever is hashed is in memory. */
export const hashSha256 = async (bytes: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

export const encodeHex = (bytes: Bytes): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

export const encodeBase64 = (bytes: Bytes): string => btoa(String.fromCharCode(...bytes));

/**
 * What S3 calls the checksum of an object that was uploaded in parts: the hash of their hashes, and how many there are [Amazon S3
 * User Guide, "Checking object integrity", "Using part-level checksums for multipart uploads"].
 */
export const hashComposite = async (hashes: readonly Bytes[]): Promise<string> =>
  `${encodeBase64(await hashSha256(joinBytes(hashes)))}-${hashes.length}`;

/** Whether two checksums are one; of a composite one, S3 does not everywhere say of how many it is. */
export const isSameChecksum = (one: string, other: string): boolean => withoutCount(one) === withoutCount(other);

const withoutCount = (checksum: string): string => checksum.replace(/-\d+$/, '');
