import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { algorithms, type ChecksumAlgorithm, calculateComposite, checksums, isChecksum } from './checksums.ts';

const calculateChecksum = (algorithm: ChecksumAlgorithm, ...chunks: readonly Uint8Array[]): string => {
  const digest = checksums[algorithm].start();
  for (const chunk of chunks) digest.update(chunk);
  return digest.value();
};

describe('a checksum', () => {
  // The check values from the catalogue of parametrised CRC algorithms, and from FIPS 180 for the hashes.
  test.each<[ChecksumAlgorithm, string]>([
    ['CRC32', 'cbf43926'],
    ['CRC32C', 'e3069283'],
    ['CRC64NVME', 'ae8b14860a799888'],
    ['SHA1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
    ['SHA256', '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225'],
  ])('%s of "123456789"', (algorithm, hex) => {
    expect(calculateChecksum(algorithm, Buffer.from('123456789'))).toBe(Buffer.from(hex, 'hex').toString('base64'));
  });

  test('is the same however the bytes are split', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...algorithms),
        fc.array(fc.uint8Array({ maxLength: 40 })),
        (algorithm, chunks) =>
          calculateChecksum(algorithm, ...chunks) === calculateChecksum(algorithm, Buffer.concat(chunks)),
      ),
    );
  });

  test('of the whole is combined from those of its parts, for the CRCs', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<ChecksumAlgorithm>('CRC32', 'CRC32C', 'CRC64NVME'),
        fc.array(fc.uint8Array({ maxLength: 300 })),
        (algorithm, parts) => {
          const sums = parts.map((part) => ({ value: calculateChecksum(algorithm, part), size: part.length }));
          expect(checksums[algorithm].combined?.(sums)).toBe(calculateChecksum(algorithm, ...parts));
        },
      ),
    );
  });

  test('that is composite ends with the number of parts', () => {
    const parts = [Buffer.from('a'), Buffer.from('b')].map((part) => ({
      value: calculateChecksum('SHA256', part),
      size: 1,
    }));
    const joined = Buffer.concat(parts.map(({ value }) => Buffer.from(value, 'base64')));
    expect(calculateComposite('SHA256', parts)).toBe(`${calculateChecksum('SHA256', joined)}-2`);
  });

  test('must be base64 of the right length', () => {
    expect(isChecksum('CRC32', 'yL2fTQ==')).toBe(true);
    for (const text of ['', 'yL2fTQ', 'yL2fTQ=', 'yL2fT===', '!!!!!!==', 'yL2fTQAA'])
      expect(isChecksum('CRC32', text)).toBe(false);
  });
});
