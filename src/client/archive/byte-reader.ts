import { err, ok, type Result } from 'neverthrow';
import { joinBytes } from '../exchange.ts';
import { type FileUnreadable, unreadable } from '../failures.ts';

/**
 * A source of bytes: a file, a request or a pipe. Includes `ReadableStream`, as not every browser can iterate over one.
 *
 * @example
 * const source: ByteSource = file.stream();
 */
export type ByteSource = AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>;

export interface ByteReader {
  /** Takes the given number of bytes, or as many as are left. The array is a copy that nobody else holds. */
  take(count: number): Promise<Result<Uint8Array<ArrayBuffer>, FileUnreadable>>;
  /** Skips the given number of bytes, or as many as are left. Returns how many it skipped. */
  skip(count: number): Promise<Result<number, FileUnreadable>>;
  /** Releases the source. */
  close(): Promise<void>;
}

export const createByteReader = (source: ByteSource): ByteReader => {
  const pieces = iteratePieces(source);
  let rest: Uint8Array = new Uint8Array();

  const through = async (
    count: number,
    tell: (piece: Uint8Array) => unknown,
  ): Promise<Result<number, FileUnreadable>> => {
    let left = count;
    try {
      while (left > 0) {
        if (rest.length === 0) {
          const next = await pieces.next();
          if (next.done) break;
          rest = next.value;
        }
        const piece = rest.subarray(0, left);
        tell(piece);
        left -= piece.length;
        rest = rest.subarray(piece.length);
      }
    } catch (cause) {
      return err(unreadable(cause));
    }
    return ok(count - left);
  };

  return {
    take: async (count) => {
      // Not allocated in one piece up front: the header that states the count may lie.
      const read: Uint8Array[] = [];
      return (await through(count, (piece) => read.push(piece))).map(() => joinBytes(read));
    },
    skip: (count) => through(count, () => {}),
    close: async () => {
      // Tells the sender that nobody reads on. What comes of that is of no use to anybody.
      await pieces.return?.(undefined)?.catch(() => {});
    },
  };
};

const iteratePieces = (source: ByteSource): AsyncIterator<Uint8Array> => {
  if (Symbol.asyncIterator in source) return source[Symbol.asyncIterator]();
  const reader = (source as ReadableStream<Uint8Array>).getReader();
  return {
    next: async () => {
      const { done, value } = await reader.read();
      return done ? { done, value: undefined } : { done, value };
    },
    return: async () => {
      await reader.cancel();
      return { done: true, value: undefined };
    },
  };
};
