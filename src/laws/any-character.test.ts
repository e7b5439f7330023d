import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyCharacter } from './any-character.ts';

test('anyCharacter draws every character, and no half of a surrogate pair', () => {
  for (const character of fc.sample(anyCharacter, { numRuns: 1000 }))
    expect([[...character].length, character.isWellFormed()]).toEqual([1, true]);
  for (const one of ['\0', 'a', '\ud7ff', '\ue000', '\u{10000}', '\u{10ffff}'])
    expect(anyCharacter.canShrinkWithoutContext(one), one).toBe(true);
  for (const none of ['', 'ab', '\ud800', '\udfff', 'a\u0301'])
    expect(anyCharacter.canShrinkWithoutContext(none), none).toBe(false);
});

test('anyCharacter also makes texts that fast-check knows to be dangerous', () => {
  expect(fc.sample(fc.string({ unit: anyCharacter }), { seed: 1, numRuns: 1000 })).toContain('__proto__');
});
