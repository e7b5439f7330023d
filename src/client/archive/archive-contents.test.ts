import { expect, test } from 'vitest';
import { readArchiveContents } from './archive-contents.ts';

test('a read of an archive ends when its signal says so, and lets go of the source with its next bytes', async () => {
  const controller = new AbortController();
  const letGo = Promise.withResolvers<unknown>();
  const source = new ReadableStream<Uint8Array>({
    pull: async (bytes) => {
      controller.abort();
      await read;
      bytes.enqueue(new Uint8Array(512));
    },
    cancel: letGo.resolve,
  });
  const read = readArchiveContents(source, { signal: controller.signal });
  expect((await read)._unsafeUnwrapErr()).toMatchObject({ kind: 'Aborted' });
  await letGo.promise;
});

test('a read of an archive ends although its source never gives anything', async () => {
  const source = new ReadableStream<Uint8Array>({ pull: () => new Promise(() => {}) });
  const read = await readArchiveContents(source, { signal: AbortSignal.timeout(1) });
  expect(read._unsafeUnwrapErr()).toMatchObject({ kind: 'Aborted' });
});
