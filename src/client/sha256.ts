import { joinBytes } from './exchange.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** Hashes bytes. Platforms cannot hash incrementally, so everything to be hashed is in memory. */
export const hashSha256 = async (bytes: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

export const encodeHex = (bytes: Bytes): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

export const encodeBase64 = (bytes: Bytes): string => btoa(String.fromCharCode(...bytes));

/**
 * Returns what S3 calls the checksum of an object that was uploaded in parts: the hash of the parts' hashes, and the
 * number of parts [Amazon S3 User Guide, "Checking object integrity", "Using part-level checksums for multipart
 * uploads"].
 */
export const hashComposite = async (hashes: readonly Bytes[]): Promise<string> =>
  `${encodeBase64(await hashSha256(joinBytes(hashes)))}-${hashes.length}`;

/**
 * Whether two checksums are equal. Ignores the number of parts, which S3 does not always add to a composite checksum.
 */
export const isSameChecksum = (one: string, other: string): boolean => withoutCount(one) === withoutCount(other);

const withoutCount = (checksum: string): string => checksum.replace(/-\d+$/, '');
