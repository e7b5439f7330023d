import { err, ok, type Result } from 'neverthrow';
import type { AttachmentTooLarge, NewAttachment, SourceFailed } from '../../ports/attachment-store.ts';

export interface Part {
  readonly bytes: Uint8Array;
  /** Whether this is the last part. An empty file has a single, empty part. */
  readonly isLast: boolean;
}

export interface PartSizes {
  /** Bytes of every part but the last. */
  readonly partBytes: number;
  /** Maximum bytes of all parts together. */
  readonly maxBytes: number;
}

/**
 * Splits a source into parts with their own copy of the bytes: each piece of the source is copied before the next is
 * requested. Ends with the source's failure if it fails. Closes the source if the consumer stops early, and if the
 * source is too large.
 */
export async function* splitIntoParts(
  contents: NewAttachment['contents'],
  { partBytes, maxBytes }: PartSizes,
): AsyncGenerator<Result<Part, SourceFailed | AttachmentTooLarge>> {
  let part = createGrowingBuffer(partBytes);
  let size = 0;
  try {
    for await (const piece of contents) {
      size += piece.length;
      if (size > maxBytes) return yield err({ kind: 'AttachmentTooLarge', maxBytes });
      for (let taken = 0; taken < piece.length; ) {
        // Only now is it known that the full part is not the last.
        if (part.isFull()) {
          yield ok({ bytes: part.bytes(), isLast: false });
          part = createGrowingBuffer(partBytes);
        }
        taken += part.take(piece.subarray(taken));
      }
    }
  } catch (cause) {
    return yield err({ kind: 'SourceFailed', cause });
  }
  yield ok({ bytes: part.bytes(), isLast: true });
}

const atFirst = 16 * 1024;

/** Creates a buffer that grows up to a limit: a list of one-byte pieces would be many times as large. */
const createGrowingBuffer = (limit: number) => {
  let bytes = new Uint8Array(Math.min(atFirst, limit));
  let length = 0;
  return {
    isFull: () => length === limit,
    bytes: () => bytes.subarray(0, length),
    /** Copies as many bytes as there is room for, and returns how many. */
    take: (piece: Uint8Array): number => {
      const taken = Math.min(piece.length, limit - length);
      if (length + taken > bytes.length) {
        const larger = new Uint8Array(Math.min(limit, Math.max(length + taken, 2 * bytes.length)));
        larger.set(bytes.subarray(0, length));
        bytes = larger;
      }
      bytes.set(piece.subarray(0, taken), length);
      length += taken;
      return taken;
    },
  };
};
