/**
 * The block size of a tar in bytes: a header is one block, and what follows it fills whole ones [POSIX.1-2024, "pax",
 * "ustar Interchange Format"].
 */
export const blockSize = 512;

/** The fields of a header. */
export interface TarHeader {
  readonly name: string;
  readonly size: number;
  /** `0` for a file, `x` for a description of the next entry, `5` for a folder, and others. */
  readonly flag: string;
  /** Epoch seconds. */
  readonly time: number;
}

/** Returns how many bytes fill up the last block of `size` bytes. */
export const calculatePadding = (size: number): number => (blockSize - (size % blockSize)) % blockSize;

/** The largest number that the header's eleven octal digits can express. */
export const largestOctal = 8 ** 11 - 1;

/** Whether the header has room for a name. Only ASCII fits: readers differ on what other bytes mean. */
export const fitsHeader = (name: string): boolean => /^[\x20-\x7e]{1,100}$/.test(name);

export const encodeHeader = ({ name, size, flag, time }: TarHeader): Uint8Array<ArrayBuffer> => {
  const block = new Uint8Array(blockSize);
  const write = (at: number, text: string) => block.set(new TextEncoder().encode(text), at);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0');
  // If the name does not fit, readers without pax headers use this one.
  write(0, fitsHeader(name) ? name : name.replaceAll(/[^\x20-\x7e]/g, '_').slice(0, 100));
  // Only the owner may read and write it.
  write(100, '0000600\0');
  write(108, '0000000\0');
  write(116, '0000000\0');
  write(124, `${octal(size > largestOctal ? 0 : size, 11)}\0`);
  write(136, `${octal(Math.min(Math.max(Math.floor(time), 0), largestOctal), 11)}\0`);
  write(156, flag);
  write(257, 'ustar\u000000');
  write(148, `${octal(calculateChecksum(block), 6)}\0 `);
  return block;
};

/** Reads a block: `'zeros'` for one of zeros, or `undefined` if it is not a header. */
export const readHeader = (block: Uint8Array): TarHeader | 'zeros' | undefined => {
  if (block.every((byte) => byte === 0)) return 'zeros';
  const text = (at: number, length: number): string => {
    const field = block.subarray(at, at + length);
    const end = field.indexOf(0);
    return new TextDecoder().decode(end === -1 ? field : field.subarray(0, end));
  };
  const number = (at: number, length: number) =>
    (block[at] ?? 0) >= 0x80 ? parseBinary(block, at, length) : parseOctal(text(at, length));
  const [sum, size, time] = [parseOctal(text(148, 8)), number(124, 12), number(136, 12)];
  if (sum !== calculateChecksum(block) || size === undefined || !text(257, 5).startsWith('ustar')) return undefined;
  const isPosix = block[262] === 0;
  const prefix = isPosix ? text(345, 155) : '';
  const name = prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`;
  return { name, size, flag: String.fromCharCode(block[156] || 0x30), time: time ?? 0 };
};

/** Sums all bytes, with spaces in place of the sum itself. */
const calculateChecksum = (block: Uint8Array): number =>
  block.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0);

const parseOctal = (text: string): number | undefined => {
  const digits = text.trim();
  return /^[0-7]{1,12}$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
};

/** Parses GNU tar's format for larger numbers: the first bit is set, and the rest is a binary number. */
const parseBinary = (block: Uint8Array, at: number, length: number): number | undefined => {
  const value = block.subarray(at + 1, at + length).reduce((sum, byte) => sum * 256 + byte, (block[at] ?? 0) & 0x7f);
  return Number.isSafeInteger(value) ? value : undefined;
};
