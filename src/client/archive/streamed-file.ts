import type { FileLike } from '../file-like.ts';
import { choosePartSize, smallestPart } from '../parts.ts';
import type { TarEntry } from './read-entries.ts';

/** Parts that are kept to be read again: as many as are sent concurrently, and one more. */
const kept = 4;

/**
 * Creates a file to send from an entry of an archive. Its slices are read in order, as they arrive, and only the last
 * of them can be read again: all of a small file, and of a large one the parts that are being sent.
 */
export const createStreamedFile = (entry: TarEntry): FileLike => {
  const parts = new Map<number, { readonly end: number; readonly bytes: Promise<ArrayBuffer> }>();
  let next = 0;
  let before: Promise<unknown> = Promise.resolve();

  const read = async (count: number): Promise<ArrayBuffer> => {
    const taken = await entry.take(count);
    if (taken.isErr()) throw new Error(taken.error.reason);
    return taken.value.buffer;
  };

  return {
    size: entry.size,
    ...(entry.type !== undefined && { type: entry.type }),
    slice: (start, end) => ({
      arrayBuffer: () => {
        const known = parts.get(start);
        if (known?.end === end) return known.bytes;
        if (start !== next)
          return Promise.reject(new Error('An archive is read only once, and this part has already been read.'));
        next = end;
        const bytes = before.then(() => read(end - start));
        before = bytes;
        // Whoever waits for these bytes gets the error.
        before.catch(() => {});
        parts.set(start, { end, bytes });
        for (const each of parts.keys()) if (parts.size > kept) parts.delete(each);
        return bytes;
      },
    }),
  };
};

/** Returns how many bytes of an archived file are hashed and sent at once. */
export const choosePartSizeOrSmallest = (size: number): number => choosePartSize(size) ?? smallestPart;
