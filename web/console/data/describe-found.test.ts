import { expect, test } from 'vitest';
import { describeFound } from './describe-found.ts';

const none = { one: 'item', count: 0, search: '' };

test.each([
  [none, 'There are no items.'],
  [{ ...none, search: 'kites' }, 'No item matches.'],
  [{ ...none, isLater: true }, 'There are no more items.'],
  [{ ...none, search: 'kites', isLater: true }, 'No more items match.'],
  [{ ...none, search: 'kites', lookedAt: 2000 }, 'Nothing found in the first 2,000 items.'],
  [{ ...none, search: 'kites', lookedAt: 4000, count: 3 }, '3 found in the first 4,000 items.'],
  [{ ...none, search: 'kites', count: 3 }, undefined],
  [{ ...none, lookedAt: 50, count: 50 }, undefined],
  [{ ...none, count: 3 }, undefined],
])('%o: %s', (found, sentence) => {
  expect(describeFound(found)).toBe(sentence);
});
