import { describe, expect, test } from 'vitest';
import { describeDuration, parseClockChange } from './clock-change.ts';

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];

describe('a change of the clock', () => {
  test.each([
    ['+2d', 2 * day],
    ['36h', 36 * hour],
    ['+1d12h', 36 * hour],
    ['+90m', 90 * minute],
    ['1s', 1000],
  ])('%s is %i milliseconds', (text, forward) => {
    expect(parseClockChange(text)).toEqual({ forward });
  });

  test('may reset it', () => {
    expect(parseClockChange('reset')).toEqual({ reset: true });
  });

  test.each(['', '+', '0d', '-1d', '1', 'd', '1w', '1 d', '1.5h', '+1d+2h', '1234567d', 'RESET'])(
    'is not %j',
    (text) => {
      expect(() => parseClockChange(text)).toThrow('such as +2d');
    },
  );
});

test.each([
  [8 * day, '8 days'],
  [day + hour, '1 day 1 hour'],
  [day + hour + minute, '1 day 1 hour'],
  [1999, '2 seconds'],
  [0, '0 seconds'],
])('%i ms are %s', (milliseconds, words) => {
  expect(describeDuration(milliseconds)).toBe(words);
});
