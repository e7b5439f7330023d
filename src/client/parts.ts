/** A piece of a file: the bytes from `start` up to but not including `end`. Numbered from 1. */
export interface Part {
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

const MiB = 1024 * 1024;

/**
 * The most bytes that are sent in one request, and the fewest of every part but the last [Amazon S3 User Guide,
 * "Multipart upload limits"].
 */
export const smallestPart = 5 * MiB;

/** [Amazon S3 User Guide, "Multipart upload limits"] */
const mostParts = 10_000;
const largestPart = 5 * 1024 * MiB;

/**
 * Returns the part size in bytes for a file size: always the same, so that a download can hash the parts that the
 * upload hashed. Parts are small, as they are held in memory, and grow by whole MiB if there would be too many. Returns
 * `undefined` for a file larger than S3 keeps.
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
