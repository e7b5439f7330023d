/**
 * How large a symbol is, and how its codewords are dealt out, at level L (7 % may be damaged), which is enough on a screen
 * [ISO/IEC 18004, tables 1, 7 and 9].
 */
export interface Version {
  /** 1 to 13. */
  readonly number: number;
  /** Modules a side. */
  readonly size: number;
  /** Of data and of error correction together. */
  readonly codewords: number;
  readonly blocks: number;
  /** Codewords of error correction in each block. */
  readonly correction: number;
}

/** Codewords, blocks, and codewords of error correction in a block, by version. The last holds 425 bytes, more than any secret's link. */
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

/** Bits before the bytes of a text: the mode, and how many bytes there are. */
export const countHeaderBits = ({ number }: Version): number => 4 + (number < 10 ? 8 : 16);

/** The smallest that holds so many bytes; none for what no version here holds. */
export const findVersion = (bytes: number): Version | undefined =>
  versions.find((version) => countHeaderBits(version) + 8 * bytes <= 8 * countDataCodewords(version));

/** Where the centres of alignment patterns are, across and down. */
export const listAlignments = ({ number, size }: Version): readonly number[] => {
  if (number === 1) return [];
  return number < 7 ? [6, size - 7] : [6, (size - 1) / 2, size - 7];
};
