import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCodewords, multiply } from './codewords.ts';
import { createQrModules } from './qr-modules.ts';
import { findVersion } from './versions.ts';

// At most 400 bytes, which the largest version holds.
const texts = fc.string({ unit: 'binary', maxLength: 100 });
const encodeText = (text: string) => new TextEncoder().encode(text);

test('the codewords of a short text are those of the standard', () => {
  // The data of version 1 at level L begins as ISO/IEC 18004 says: the mode 0100, the count, the bytes, and the
  // padding.
  const version = findVersion(1);
  if (version === undefined) throw new Error('There is no version 1.');
  expect(createCodewords(encodeText('a'), version).slice(0, 5)).toEqual([0x40, 0x16, 0x10, 0xec, 0x11]);
});

test('every block with its correction is divisible by the code’s generator polynomial', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const version = findVersion(encodeText(text).length);
      if (version === undefined) return;
      const { blocks, correction } = version;
      const all = createCodewords(encodeText(text), version);
      expect(all.length).toBe(version.codewords);
      const data = all.length - blocks * correction;
      const short = Math.floor(data / blocks);
      for (let block = 0; block < blocks; block++) {
        const isLong = block >= blocks - (data % blocks);
        // The remaining data goes to the last blocks, after all the others.
        const own = [
          ...Array.from({ length: short }, (_, at) => all[at * blocks + block] ?? 0),
          ...(isLong ? [all[short * blocks + block - (blocks - (data % blocks))] ?? 0] : []),
          ...Array.from({ length: correction }, (_, at) => all[data + at * blocks + block] ?? 0),
        ];
        for (let power = 0, root = 1; power < correction; power++, root = multiply(root, 2))
          expect(own.reduce((sum, each) => multiply(sum, root) ^ each, 0)).toBe(0);
      }
    }),
    { numRuns: 100 },
  );
});

test('a symbol has its finder patterns, its timing pattern, and its format twice', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const rows = createQrModules(text);
      if (rows === undefined) throw new Error('It fits.');
      const size = rows.length;
      const at = (x: number, y: number) => Number(rows[y]?.[x]);
      const corner = (x: number, y: number) =>
        Array.from({ length: 7 }, (_, dy) => Array.from({ length: 7 }, (_, dx) => at(x + dx, y + dy)).join('')).join(
          ' ',
        );
      const square = '1111111 1000001 1011101 1011101 1011101 1000001 1111111';
      expect([corner(0, 0), corner(size - 7, 0), corner(0, size - 7)]).toEqual([square, square, square]);
      for (let each = 8; each < size - 8; each++)
        expect([at(each, 6), at(6, each)]).toEqual([1 - (each % 2), 1 - (each % 2)]);
      const first = [...[0, 1, 2, 3, 4, 5, 7, 8].map((y) => at(8, y)), ...[7, 5, 4, 3, 2, 1, 0].map((x) => at(x, 8))];
      const second = Array.from({ length: 15 }, (_, bit) => (bit < 8 ? at(size - 1 - bit, 8) : at(8, size - 15 + bit)));
      expect(second).toEqual(first);
      // Unmasked, the level is L, and the bits are a codeword of the BCH code, which its generator divides.
      let bits = first.reduce((sum, bit, place) => sum | (bit << place), 0) ^ 0x5412;
      expect(bits >> 13).toBe(0b01);
      for (let place = 14; place >= 10; place--) if ((bits >> place) & 1) bits ^= 0x537 << (place - 10);
      expect(bits).toBe(0);
    }),
    { numRuns: 30 },
  );
});

test('a text that is too long for the largest version has no symbol', () => {
  expect(createQrModules('x'.repeat(425))?.length).toBe(69);
  expect(createQrModules('x'.repeat(426))).toBeUndefined();
});

// An independent reader, jsQR 1.4, read each of these back, and 142 others of 1 to 424 bytes. This checks where the
// data goes and how it is masked.
test.each([
  ['otpauth://totp/a', 21, 'a4b8c841dd3c7986'],
  [
    'otpauth://totp/owned-notes:somebody%40example.com?secret=ABCDEFGHIJKLMNOPQRSTUVWXYZ234567&issuer=owned-notes',
    41,
    '37e4cc105ecf0834',
  ],
  ['é'.repeat(200), 69, '6f03af79093d8a20'],
])('the symbol of %s is the one that jsQR read', (text, size, hash) => {
  const rows = createQrModules(text)?.map((row) => row.map(Number).join('')) ?? [];
  expect(rows.length).toBe(size);
  expect(createHash('sha256').update(rows.join('\n')).digest('hex').slice(0, 16)).toBe(hash);
});
