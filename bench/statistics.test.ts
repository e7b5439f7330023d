import { expect, test } from 'vitest';
import { createFigures } from './figures.ts';
import { calculateQuartiles, shuffle } from './statistics.ts';

test('quartiles lie between neighbours', () => {
  expect(calculateQuartiles([4, 1, 3, 2, 5])).toEqual({ low: 2, median: 3, high: 4 });
  expect(calculateQuartiles([1, 2])).toEqual({ low: 1.25, median: 1.5, high: 1.75 });
  expect(calculateQuartiles([7])).toEqual({ low: 7, median: 7, high: 7 });
});

test('a shuffled order leaves nobody out', () => {
  const all = Array.from({ length: 50 }, (_, index) => index);
  expect(shuffle(all).toSorted((a, b) => a - b)).toEqual(all);
  expect(shuffle(all)).not.toEqual(shuffle(all));
});

test('a ratio is taken within each repetition, not between medians', () => {
  const { note, all } = createFigures();
  const cell = { group: 'cold', scenario: 'get', figure: 'cpu' } as const;
  for (const value of [100, 10, 1]) note("tutorial's style", cell, value);
  for (const value of [50, 10, 2]) note('owned-notes', cell, value);
  expect(all().find(({ contestant }) => contestant === 'owned-notes')?.ratio).toEqual({
    low: 0.75,
    median: 1,
    high: 1.5,
  });
});
