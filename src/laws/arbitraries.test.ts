import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { someContention, someHistory } from './arbitraries.ts';
import { readNoteId } from './model.ts';

/** Draws with the usual size of values, and with the large size that a user of fast-check may configure. */
const sampled = <T>(arbitrary: () => fc.Arbitrary<T>): readonly T[] => {
  const before = fc.readConfigureGlobal();
  const asItIs = fc.sample(arbitrary(), { seed: 2026, numRuns: 200 });
  fc.configureGlobal({ ...before, baseSize: 'large' });
  try {
    return [...asItIs, ...fc.sample(arbitrary(), { seed: 2026, numRuns: 20 })];
  } finally {
    fc.configureGlobal(before);
  }
};

describe('a history', () => {
  const histories = sampled(() => someHistory(3));
  const commands = histories.flat().map(({ command }) => command);

  test('is as long as the given limit at most', () => {
    expect(Math.max(...histories.map(({ length }) => length))).toBe(40);
    expect(Math.max(...sampled(() => someHistory(3, 7)).map(({ length }) => length))).toBe(7);
  });

  test('is about four notes, so that its commands meet', () => {
    const ids = commands.flatMap((command) => (command.type === 'list' ? [] : [readNoteId(command)]));
    expect(new Set(ids).size).toBe(4);
  });

  test('lists from the beginning, and from a note', () => {
    const pages = commands.flatMap((command) => (command.type === 'list' ? [command.page] : []));
    expect(new Set(pages.map(({ after }) => after === undefined)).size).toBe(2);
  });

  test('expects up to eleven of the revisions that it wrote, as many as a caller may', () => {
    const counts = commands.flatMap((command) =>
      'expected' in command && Array.isArray(command.expected) ? [command.expected.length] : [],
    );
    expect(Math.min(...counts)).toBe(1);
    expect(Math.max(...counts)).toBe(11);
  });
});

test('contention comes in bunches of up to four commands, few enough to be put in order', () => {
  const bunches = sampled(() => someContention);
  expect(new Set(bunches.map(({ length }) => length))).toEqual(new Set([2, 3, 4, 5]));
  expect(new Set(bunches.flat().map(({ length }) => length))).toEqual(new Set([1, 2, 3, 4]));
});
