/**
 * Tables for cyclic redundancy checks that Node lacks: reflected, with all bits set before and inverted after, as both
 * are defined (RFC 3720, 12.1 for CRC-32C; the NVM Express specification for CRC-64/NVME). Eight tables process eight
 * bytes at a time. The 64 bits are two halves, since BigInt would take a hundred times as long for each.
 */

interface Tables {
  readonly low: Uint32Array;
  readonly high: Uint32Array;
}

/** Entry `256 n + i` is the remainder of byte `i` followed by `n` zero bytes. */
const createTables = (polynomial: bigint): Tables => {
  const remainders = Array.from({ length: 256 }, (_, byte) => {
    let remainder = BigInt(byte);
    for (let bit = 0; bit < 8; bit++) remainder = remainder & 1n ? (remainder >> 1n) ^ polynomial : remainder >> 1n;
    return remainder;
  });
  const tables = { low: new Uint32Array(8 * 256), high: new Uint32Array(8 * 256) };
  for (const [byte, first] of remainders.entries()) {
    let remainder = first;
    for (let table = 0; table < 8; table++) {
      tables.low[table * 256 + byte] = Number(remainder & 0xffffffffn);
      tables.high[table * 256 + byte] = Number(remainder >> 32n);
      remainder = (remainder >> 8n) ^ (remainders[Number(remainder & 0xffn)] ?? 0n);
    }
  }
  return tables;
};

const createCheck = (polynomial: bigint, bits: 32 | 64) => {
  let tables: Tables | undefined;
  const ones = (1n << BigInt(bits)) - 1n;
  /** Returns the check of earlier bytes, whose check is `before`, followed by these. The check of no bytes is 0. */
  return (bytes: Uint8Array, before: bigint): bigint => {
    tables ??= createTables(polynomial);
    const { low: lows, high: highs } = tables;
    const start = before ^ ones;
    const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let low = Number(start & 0xffffffffn) | 0;
    let high = Number(start >> 32n) | 0;
    let at = 0;
    for (const end = bytes.length - 7; at < end; at += 8) {
      low ^= words.getUint32(at, true);
      high ^= words.getUint32(at + 4, true);
      const a = 7 * 256 + (low & 255);
      const b = 6 * 256 + ((low >>> 8) & 255);
      const c = 5 * 256 + ((low >>> 16) & 255);
      const d = 4 * 256 + (low >>> 24);
      const e = 3 * 256 + (high & 255);
      const f = 2 * 256 + ((high >>> 8) & 255);
      const g = 256 + ((high >>> 16) & 255);
      const h = high >>> 24;
      low = xor(lows, a, b, c, d) ^ xor(lows, e, f, g, h);
      high = xor(highs, a, b, c, d) ^ xor(highs, e, f, g, h);
    }
    for (; at < bytes.length; at++) {
      const byte = (low ^ words.getUint8(at)) & 255;
      low = ((low >>> 8) | (high << 24)) ^ readEntry(lows, byte);
      high = (high >>> 8) ^ readEntry(highs, byte);
    }
    return ((BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)) ^ ones;
  };
};

const xor = (table: Uint32Array, a: number, b: number, c: number, d: number): number =>
  readEntry(table, a) ^ readEntry(table, b) ^ readEntry(table, c) ^ readEntry(table, d);

/** Reads an entry; `index` is within the table. */
const readEntry = (table: Uint32Array, index: number): number => table[index] as number;

export const crc32c = createCheck(0x82f63b78n, 32);
export const crc64Nvme = createCheck(0x9a6c9329ac4bc9b5n, 64);

/**
 * Combines the checks of two runs of bytes into that of both in sequence; `size` is the length of the second. The first
 * is multiplied by x to the power of the number of bits that follow, modulo the polynomial [zlib, crc32_combine].
 */
export const combineCrcs = (first: bigint, second: bigint, size: number, polynomial: bigint, bits: number): bigint => {
  const one = 1n << BigInt(bits - 1);
  let power = one;
  let square = one >> 1n;
  for (let exponent = BigInt(size) * 8n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) power = multiply(square, power, polynomial, one);
    square = multiply(square, square, polynomial, one);
  }
  return multiply(power, first, polynomial, one) ^ second;
};

/** Multiplies two polynomials whose highest coefficient is their lowest bit. */
const multiply = (a: bigint, b: bigint, polynomial: bigint, one: bigint): bigint => {
  let sum = 0n;
  let shifted = b;
  for (let bit = one; bit > 0n; bit >>= 1n) {
    if (a & bit) sum ^= shifted;
    shifted = shifted & 1n ? (shifted >> 1n) ^ polynomial : shifted >> 1n;
  }
  return sum;
};
