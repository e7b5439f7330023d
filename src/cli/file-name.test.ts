import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyCharacter } from '../laws/any-character.ts';
import { toSafeFileName } from './file-name.ts';

test.each([
  ['photo.png', 'photo.png'],
  ['é ☕ (1).txt', 'é ☕ (1).txt'],
  ['..', '__'],
  ['.', '_'],
  ['', 'file'],
  ['.bashrc', '_bashrc'],
  ['-rf', '_rf'],
  ['~root', '_root'],
  ['a/b\\c', 'a_b_c'],
  ['a:stream', 'a_stream'],
  ['gpj.\u202egnp', 'gpj._gnp'],
  ['a\u001b[2Jb', 'a_[2Jb'],
  ['CON', '_CON'],
  ['nul.txt', '_nul.txt'],
  ['console.log', 'console.log'],
  ['a. .', 'a'],
  ['<>:"|?*', '_______'],
])('the file name %j becomes %j', (name, safe) => {
  expect(toSafeFileName(name)).toBe(safe);
});

test('every name becomes a safe one, and a safe name stays the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter, maxLength: 300 }), (name) => {
      const safe = toSafeFileName(name);
      expect(safe).toMatch(/^[^/\\:*?"<>|\p{Cc}.~-][^/\\:*?"<>|\p{Cc}]*$/u);
      expect(safe).toMatch(/[^. ]$/u);
      expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(255);
      expect(toSafeFileName(safe)).toBe(safe);
    }),
  );
});
