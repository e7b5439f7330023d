import { expect, test } from 'vitest';
import { describeDuration } from './describe-duration.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

test.each([
  [day, '1 day'],
  [day + hour, '1 day and 1 hour'],
  [8 * day, '8 days'],
  [10 * minute, '10 minutes'],
  [hour + minute, '1 hour and 1 minute'],
  [2 * day + 3 * hour + 4 * minute, '2 days, 3 hours and 4 minutes'],
  // Hours never add up to a day, nor minutes to an hour.
  [day - minute / 4, '1 day'],
  [hour - minute / 4, '1 hour'],
  [20_000, 'less than a minute'],
])('%i ms are %s', (milliseconds, words) => {
  expect(describeDuration(milliseconds)).toBe(words);
});
