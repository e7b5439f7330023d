import fc from 'fast-check';
import { expect, test } from 'vitest';
import { choosePartSize, listParts, smallestPart } from './parts.ts';

const MiB = 1024 * 1024;
const size = fc.oneof(
  fc.integer({ min: 0, max: 100 * MiB }),
  fc.double({ min: 0, max: 4e12, noNaN: true }).map(Math.floor),
);

test('the parts of a file cover it in order, each of a size that S3 accepts, and are no more than 10,000', () => {
  fc.assert(
    fc.property(size, (bytes) => {
      const partSize = choosePartSize(bytes) as number;
      const parts = listParts(bytes, partSize);
      expect(parts.length).toBeLessThanOrEqual(10_000);
      // Compared without `expect`, which would take seconds for so many.
      const isInOrder = parts.every(({ number, start, end }, index) => {
        const isWhole = end - start === partSize || (number === parts.length && end > start);
        return number === index + 1 && start === index * partSize && isWhole;
      });
      expect(isInOrder).toBe(true);
      expect(parts.at(-1)?.end ?? 0).toBe(bytes);
      expect(partSize % MiB).toBe(0);
      // Parts are held in memory, so they are no larger than necessary.
      expect(partSize === smallestPart || bytes / (partSize - MiB) > 10_000).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test.each([
  [50 * 1000 * MiB, 5 * MiB],
  [50 * 1000 * MiB + 1, 6 * MiB],
  [10_000 * 5 * 1024 * MiB, 5 * 1024 * MiB],
  [10_000 * 5 * 1024 * MiB + 1, undefined],
])('a file of %i bytes has parts of %s', (bytes, partSize) => {
  expect(choosePartSize(bytes)).toBe(partSize);
});
