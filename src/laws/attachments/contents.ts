import type { NewAttachment } from '../../ports/attachment-store.ts';

export type Source = NewAttachment['contents'];

/** Returns bytes as a text of one character up to U+00FF for each, which a model can compare, keep and show. */
export const bytesToText = (bytes: Uint8Array): string => {
  let text = '';
  for (let start = 0; start < bytes.length; start += 4096)
    text += String.fromCharCode(...bytes.subarray(start, start + 4096));
  return text;
};

export const textToBytes = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** Returns bytes that nowhere repeat for long, different for each seed. */
export const createBytes = (length: number, seed: number): Uint8Array => {
  const bytes = new Uint8Array(length);
  let state = seed | 1;
  for (let index = 0; index < length; index++) {
    state = Math.imul(state, 1_664_525) + 1_013_904_223;
    bytes[index] = state >>> 24;
  }
  return bytes;
};

/** Yields the bytes in pieces of these sizes, over and over. The last piece is as long as what is left. */
export async function* splitBytes(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (const [start, end] of cuts(bytes.length, sizes)) yield bytes.slice(start, end);
}

/** Yields the same pieces from one buffer, which is overwritten as soon as the next piece is asked for. */
export async function* reuseOneBuffer(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(Math.max(1, ...sizes));
  for (const [start, end] of cuts(bytes.length, sizes)) {
    buffer.set(bytes.subarray(start, end));
    yield buffer.subarray(0, end - start);
    buffer.fill(0xee);
  }
}

/** Yields pieces of these sizes, and then throws `failure`. */
export async function* failAfter(
  bytes: Uint8Array,
  sizes: readonly number[],
  failure: unknown,
): AsyncGenerator<Uint8Array> {
  yield* splitBytes(bytes, sizes);
  throw failure;
}

function* cuts(length: number, sizes: readonly number[]): Generator<readonly [number, number]> {
  // Sizes that are all 0 would never end.
  const some = sizes.some((size) => size > 0) ? sizes : [...sizes, 1];
  for (let start = 0, index = 0; start < length; index++) {
    const end = Math.min(length, start + (some[index % some.length] ?? 1));
    yield [start, end];
    start = end;
  }
}

/** Reads all bytes. Rejects if reading does. */
export const readWhole = async (contents: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of contents) {
    pieces.push(piece.slice());
    length += piece.length;
  }
  const bytes = new Uint8Array(length);
  let start = 0;
  for (const piece of pieces) {
    bytes.set(piece, start);
    start += piece.length;
  }
  return bytes;
};

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);
