/**
 * Returns the bytes of an object as they arrive, and no fewer than its size. The SDK verifies their checksum, if S3 has
 * one, and a broken connection rejects; but only its length reveals a response that was cut and then ended.
 */
export const createContents = (body: AsyncIterable<Uint8Array>, size: number): AsyncIterableIterator<Uint8Array> => {
  const pieces = body[Symbol.asyncIterator]();
  let left = size;
  let isOver = false;
  listenForErrors(body);

  const over = { done: true, value: undefined } as const;
  const iterator: AsyncIterableIterator<Uint8Array> = {
    next: async () => {
      if (isOver) return over;
      try {
        const { done, value } = await pieces.next();
        if (!done) {
          left -= value.length;
          if (left < 0) throw new Error('There are more bytes than the file has.');
          return { done: false, value };
        }
        if (left > 0) throw new Error(`Of ${size} bytes, ${left} did not arrive.`);
        isOver = true;
        return over;
      } catch (cause) {
        isOver = true;
        await letGo(body);
        throw new Error('The file could not be read to its end.', { cause });
      }
    },
    return: async () => {
      isOver = true;
      await letGo(body);
      return over;
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
};

/**
 * Keeps a Node stream that breaks off while nobody reads it from ending the process; its reader still gets the error.
 */
const listenForErrors = (body: object): void => {
  if ('on' in body && typeof body.on === 'function') body.on('error', () => {});
};

/** Gives up the connection, even if nothing was read: an iterator that was not started would not. */
export const letGo = async (body: object): Promise<void> => {
  if ('destroy' in body && typeof body.destroy === 'function') body.destroy();
  else if ('cancel' in body && typeof body.cancel === 'function') await body.cancel().catch(() => {});
};
