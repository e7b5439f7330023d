import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyCharacter } from '../laws/any-character.ts';
import { compareText, isLongerThan } from './text.ts';

const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom('\ud7ff', '\ue000', '\uffff', '\u{10000}', 'a'),
    fc.string({ unit: anyCharacter, maxLength: 1 }),
  ),
  maxLength: 8,
});

test('texts are compared by their bytes in UTF-8', () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareText(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
  );
  expect('\uffff' < '\u{10000}').toBe(false);
  expect(compareText('\uffff', '\u{10000}')).toBeLessThan(0);
});

test('the length of a text is that of its bytes in UTF-8', () => {
  fc.assert(
    fc.property(text, fc.nat(30), (each, bytes) => {
      expect(isLongerThan(each, bytes)).toBe(Buffer.byteLength(each) > bytes);
    }),
  );
});
