import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyCharacter } from '../laws/any-character.ts';
import { parseOwnerId } from './owner.ts';

describe('parseOwnerId', () => {
  test('keeps every well-formed id of 1 to 2,048 bytes exactly as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, minLength: 1, maxLength: 500 }), (raw) => {
        expect(parseOwnerId(raw)._unsafeUnwrap()).toBe(raw);
      }),
    );
  });

  test.each([
    ['nothing', '', 'is empty'],
    ['a lone surrogate, which an encoder would replace', 'us-east-1:\ud800', 'is not well-formed Unicode'],
    ['2,049 bytes', 'a'.repeat(2049), 'is longer than 2,048 bytes'],
    ['2,049 bytes in fewer characters', `${'é'.repeat(1024)}a`, 'is longer than 2,048 bytes'],
  ])('refuses %s, and says why', (_, raw, reason) => {
    expect(parseOwnerId(raw)._unsafeUnwrapErr()).toEqual({ kind: 'InvalidOwnerId', reason });
  });

  test('accepts 2,048 bytes', () => {
    expect(parseOwnerId('é'.repeat(1024)).isOk()).toBe(true);
  });
});
