import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyCharacter } from './any-character.ts';

test('is every character, and no half of one', () => {
  for (const character of fc.sample(anyCharacter, { numRuns: 1000 }))
    expect([[...character].length, character.isWellFormed()]).toEqual([1, true]);
  for (const one of ['\0', 'a', '\ud7ff', '\ue000', '\u{10000}', '\u{10ffff}'])
    expect(anyCharacter.canShrinkWithoutContext(one), one).toBe(true);
  for (const none of ['', 'ab', '\ud800', '\udfff', 'a\u0301'])
    expect(anyCharacter.canShrinkWithoutContext(none), none).toBe(false);
});

test('makes texts that fast-check knows to be dangerous, too', () => {
  expect(fc.sample(fc.string({ unit: anyCharacter }), { seed: 1, numRuns: 1000 })).toContain('__proto__');
});
