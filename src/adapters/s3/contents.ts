/**
 * The bytes of an object as they come, and no fewer than it has: the SDK holds them to their checksum, where S3 has one, and a
 * connection that breaks off rejects; but an answer that was cut and then ended is known by its length alone.
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
        if (left > 0) throw new Error(`Of ${size} bytes ${left} did not come.`);
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

/** A stream of Node's that breaks off while nobody reads it would end the process; whoever reads it hears of it all the same. */
const listenForErrors = (body: object): void => {
  if ('on' in body && typeof body.on === 'function') body.on('error', () => {});
};

/** Gives up the connection, also where nothing was read: an iterator that was not begun would not. */
export const letGo = async (body: object): Promise<void> => {
  if ('destroy' in body && typeof body.destroy === 'function') body.destroy();
  else if ('cancel' in body && typeof body.cancel === 'function') await body.cancel().catch(() => {});
};
