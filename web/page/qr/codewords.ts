import { countDataCodewords, countHeaderBits, type Version } from './versions.ts';

/**
 * Creates a symbol's codewords: the bytes with their mode and count, padded, with error correction, interleaved block
 * by block.
 */
export const createCodewords = (bytes: Uint8Array, version: Version): readonly number[] => {
  const data = padData(bytes, version);
  const { blocks, correction } = version;
  // If the codewords do not divide evenly, the last blocks are one longer.
  const short = Math.floor(data.length / blocks);
  const longFrom = blocks - (data.length % blocks);
  const dealt = Array.from({ length: blocks }, (_, block) => {
    const start = block * short + Math.max(0, block - longFrom);
    return data.slice(start, start + short + (block < longFrom ? 0 : 1));
  });
  return [...interleave(dealt), ...interleave(dealt.map((block) => calculateRemainder(block, correction)))];
};

const padData = (bytes: Uint8Array, version: Version): readonly number[] => {
  const bits: number[] = [];
  const push = (value: number, length: number) => {
    for (let at = length - 1; at >= 0; at--) bits.push((value >> at) & 1);
  };
  push(0b0100, 4);
  push(bytes.length, countHeaderBits(version) - 4);
  for (const byte of bytes) push(byte, 8);
  const room = countDataCodewords(version);
  push(0, Math.min(4, room * 8 - bits.length));
  push(0, (8 - (bits.length % 8)) % 8);
  const data = Array.from({ length: bits.length / 8 }, (_, at) =>
    bits.slice(at * 8, at * 8 + 8).reduce((byte, bit) => byte * 2 + bit, 0),
  );
  return [...data, ...Array.from({ length: room - data.length }, (_, at) => (at % 2 === 0 ? 0xec : 0x11))];
};

const interleave = (blocks: readonly (readonly number[])[]): readonly number[] =>
  Array.from({ length: Math.max(...blocks.map(({ length }) => length)) }, (_, at) =>
    blocks.flatMap((block) => block[at] ?? []),
  ).flat();

/** Multiplies in the field of 256 elements, modulo x⁸ + x⁴ + x³ + x² + 1. */
export const multiply = (a: number, b: number): number => {
  let result = 0;
  for (let bit = 7; bit >= 0; bit--) result = (result << 1) ^ (result >> 7 ? 0x11d : 0) ^ ((b >> bit) & 1 ? a : 0);
  return result;
};

/**
 * Calculates the Reed-Solomon error correction: the remainder of the block, divided by the polynomial whose roots are
 * the first powers of 2.
 */
const calculateRemainder = (block: readonly number[], length: number): readonly number[] => {
  let divisor: readonly number[] = [1];
  let root = 1;
  for (let power = 0; power < length; power++) {
    divisor = [...divisor, 0].map((each, at) => each ^ multiply(divisor[at - 1] ?? 0, root));
    root = multiply(root, 2);
  }
  const left = [...block, ...new Array<number>(length).fill(0)];
  for (let at = 0; at < block.length; at++) {
    const factor = left[at] ?? 0;
    divisor.forEach((each, offset) => {
      left[at + offset] = (left[at + offset] ?? 0) ^ multiply(each, factor);
    });
  }
  return left.slice(block.length);
};
