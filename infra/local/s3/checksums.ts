import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { combineCrcs, crc32c, crc64Nvme } from './crc.ts';

/** A checksum that is computed as bytes arrive. */
export interface Digest {
  update(bytes: Uint8Array): void;
  /** Returns the checksum in base64. */
  value(): string;
}

interface ChecksumRow {
  readonly header: string;
  /** Its name in XML. */
  readonly element: string;
  /** Bytes. */
  readonly length: number;
  readonly start: () => Digest;
  /** Derives the checksum of a whole from those of its parts, in order; absent if that is impossible. */
  readonly combined?: (parts: readonly SizedChecksum[]) => string;
  /** The default type for multipart uploads [S3 User Guide, "Checking object integrity", "Checksum types"]. */
  readonly type: ChecksumType;
}

/** Over all bytes, or over the checksums of the parts. */
export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE';

export interface SizedChecksum {
  /** In base64. */
  readonly value: string;
  /** Bytes. */
  readonly size: number;
}

export type ChecksumAlgorithm = 'CRC32' | 'CRC32C' | 'CRC64NVME' | 'SHA1' | 'SHA256';

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  /** In base64; a composite one is followed by `-` and the number of parts. */
  readonly value: string;
}

const createRow = (
  name: string,
  length: number,
  type: ChecksumType,
  start: () => Digest,
  polynomial?: bigint,
): ChecksumRow => ({
  ...{ header: `x-amz-checksum-${name.toLowerCase()}`, element: `Checksum${name}`, length, start, type },
  ...(polynomial !== undefined && { combined: (parts) => combineSums(parts, polynomial, length) }),
});

const hash = (name: string) => (): Digest => {
  const digest = createHash(name);
  return { update: (bytes) => void digest.update(bytes), value: () => digest.digest('base64') };
};

const createCrc = (length: number, next: (bytes: Uint8Array, before: bigint) => bigint) => (): Digest => {
  let sum = 0n;
  return {
    update: (bytes) => {
      sum = next(bytes, sum);
    },
    value: () => encodeBase64(sum, length),
  };
};

/** [S3 User Guide, "Checking object integrity in Amazon S3"] */
export const checksums: Readonly<Record<ChecksumAlgorithm, ChecksumRow>> = {
  CRC32: createRow(
    'CRC32',
    4,
    'COMPOSITE',
    createCrc(4, (bytes, sum) => BigInt(crc32(bytes, Number(sum)))),
    0xedb88320n,
  ),
  CRC32C: createRow('CRC32C', 4, 'COMPOSITE', createCrc(4, crc32c), 0x82f63b78n),
  CRC64NVME: createRow('CRC64NVME', 8, 'FULL_OBJECT', createCrc(8, crc64Nvme), 0x9a6c9329ac4bc9b5n),
  SHA1: createRow('SHA1', 20, 'COMPOSITE', hash('sha1')),
  SHA256: createRow('SHA256', 32, 'COMPOSITE', hash('sha256')),
};

export const algorithms = Object.keys(checksums) as readonly ChecksumAlgorithm[];

export const isAlgorithm = (name: string): name is ChecksumAlgorithm => Object.hasOwn(checksums, name);

/** Returns whether a text has the form of a checksum. */
export const isChecksum = (algorithm: ChecksumAlgorithm, value: string): boolean => {
  const bytes = Buffer.from(value, 'base64');
  return bytes.length === checksums[algorithm].length && bytes.toString('base64') === value;
};

/** Calculates the checksum of the parts' checksums, followed by their number. */
export const calculateComposite = (algorithm: ChecksumAlgorithm, parts: readonly SizedChecksum[]): string => {
  const digest = checksums[algorithm].start();
  for (const { value } of parts) digest.update(Buffer.from(value, 'base64'));
  return `${digest.value()}-${parts.length}`;
};

const combineSums = (parts: readonly SizedChecksum[], polynomial: bigint, length: number): string =>
  encodeBase64(
    parts.reduce((sum, { value, size }) => combineCrcs(sum, decodeNumber(value), size, polynomial, length * 8), 0n),
    length,
  );

const decodeNumber = (value: string): bigint => BigInt(`0x${Buffer.from(value, 'base64').toString('hex')}`);

const encodeBase64 = (sum: bigint, length: number): string =>
  Buffer.from(sum.toString(16).padStart(length * 2, '0'), 'hex').toString('base64');
