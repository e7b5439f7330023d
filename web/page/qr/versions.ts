/**
 * The size of a symbol and the layout of its codewords at level L (7 % may be damaged), which is enough on a screen
 * [ISO/IEC 18004, tables 1, 7 and 9].
 */
export interface Version {
  /** 1 to 13. */
  readonly number: number;
  /** Modules per side. */
  readonly size: number;
  /** Codewords of data and of error correction together. */
  readonly codewords: number;
  readonly blocks: number;
  /** Error-correction codewords in each block. */
  readonly correction: number;
}

/**
 * Codewords, blocks, and error-correction codewords per block, by version. The last holds 425 bytes, more than any
 * secret's link.
 */
const table = [
  [26, 1, 7],
  [44, 1, 10],
  [70, 1, 15],
  [100, 1, 20],
  [134, 1, 26],
  [172, 2, 18],
  [196, 2, 20],
  [242, 2, 24],
  [292, 2, 30],
  [346, 4, 18],
  [404, 4, 20],
  [466, 4, 24],
  [532, 4, 26],
] as const;

const versions: readonly Version[] = table.map(([codewords, blocks, correction], index) => ({
  ...{ number: index + 1, size: 21 + 4 * index, codewords, blocks, correction },
}));

export const countDataCodewords = ({ codewords, blocks, correction }: Version): number =>
  codewords - blocks * correction;

/** Returns the number of bits before a text's bytes: the mode and the byte count. */
export const countHeaderBits = ({ number }: Version): number => 4 + (number < 10 ? 8 : 16);

/** Finds the smallest version that holds so many bytes. Returns `undefined` if no version here does. */
export const findVersion = (bytes: number): Version | undefined =>
  versions.find((version) => countHeaderBits(version) + 8 * bytes <= 8 * countDataCodewords(version));

/** Lists the positions of the alignment patterns' centres, across and down. */
export const listAlignments = ({ number, size }: Version): readonly number[] => {
  if (number === 1) return [];
  return number < 7 ? [6, size - 7] : [6, (size - 1) / 2, size - 7];
};
