import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitIntoParts } from './split-into-parts.ts';

test('all parts but the last are full and together have the same bytes, whatever the pieces', async () => {
  const pieces = fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(pieces, fc.integer({ min: 1, max: 40 }), async (contents, partBytes) => {
      const parts = (await Array.fromAsync(splitIntoParts(contents, { partBytes, maxBytes: 1000 }))).map((part) =>
        part._unsafeUnwrap(),
      );
      const bytes = Buffer.concat(contents);
      expect(Buffer.concat(parts.map((part) => part.bytes))).toEqual(bytes);
      expect(parts.length).toBe(Math.max(1, Math.ceil(bytes.length / partBytes)));
      expect(parts.map(({ isLast }) => isLast)).toEqual(parts.map((_, index) => index === parts.length - 1));
      for (const part of parts.slice(0, -1)) expect(part.bytes).toHaveLength(partBytes);
    }),
  );
});

test('a million one-byte pieces take no more memory than their bytes', async () => {
  const one = Uint8Array.of(7);
  const source = function* () {
    for (let piece = 0; piece < 1_000_000; piece++) yield one;
  };
  const before = process.memoryUsage().arrayBuffers;
  for await (const part of splitIntoParts(source(), { partBytes: Number.POSITIVE_INFINITY, maxBytes: 2_000_000 }))
    expect(part._unsafeUnwrap().bytes).toHaveLength(1_000_000);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8_000_000);
});

test('a source is closed when no more of it is wanted', async () => {
  for (const isTooMuch of [true, false]) {
    let isEnded = false;
    const source = async function* () {
      try {
        for (;;) yield new Uint8Array(10);
      } finally {
        isEnded = true;
      }
    };
    for await (const part of splitIntoParts(source(), { partBytes: 15, maxBytes: isTooMuch ? 9 : 1000 })) {
      expect(part.isErr()).toBe(isTooMuch);
      break;
    }
    expect(isEnded).toBe(true);
  }
});
