/** A piece of a file: from `start`, up to `end` without it. Numbered from 1. */
export interface Part {
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

const MiB = 1024 * 1024;

/** Bytes that go in one request at most, and that each part but the last has at least [Amazon S3 User Guide, "Multipart upload limits"]. */
export const smallestPart = 5 * MiB;

/** [Amazon S3 User Guide, "Multipart upload limits"] */
const mostParts = 10_000;
const largestPart = 5 * 1024 * MiB;

/**
 * Bytes of a part of a file: always the same for a size, so that who downloads a file can hash it in the parts that it was hashed in.
 * Small, as parts are held in memory, and grows by MiB where the parts would be too many. `undefined` for more than S3 keeps.
 */
export const choosePartSize = (size: number): number | undefined => {
  const needed = Math.max(smallestPart, Math.ceil(size / mostParts / MiB) * MiB);
  return needed <= largestPart ? needed : undefined;
};

export const listParts = (size: number, partSize: number): readonly Part[] =>
  Array.from({ length: Math.ceil(size / partSize) }, (_, index) => ({
    ...{ number: index + 1, start: index * partSize },
    end: Math.min((index + 1) * partSize, size),
  }));
