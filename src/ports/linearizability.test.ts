import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isLinearizable, type Step } from './linearizability.ts';

const write = (value: number, began: number, ended: number, optional = false): Step<number> => ({
  ...{ began, ended, optional },
  apply: () => ({ state: value }),
});
const read = (value: number, began: number, ended: number): Step<number> => ({
  ...{ began, ended },
  apply: (state) => (state === value ? { state } : undefined),
});
const never = Number.POSITIVE_INFINITY;

describe('a history of a register', () => {
  test.each<[string, boolean, Step<number>[]]>([
    ['one after the other', true, [write(1, 0, 1), read(1, 2, 3)]],
    ['a read of what was overwritten', false, [write(1, 0, 1), write(2, 2, 3), read(1, 4, 5)]],
    ['a read at the time of a write, before it', true, [write(1, 0, 9), read(0, 1, 2), read(1, 3, 4)]],
    ['two reads that see a write come and go', false, [write(1, 0, 9), read(1, 1, 2), read(0, 3, 4)]],
    ['a write that never happened', true, [write(1, 0, never, true), read(0, 5, 6)]],
    ['a write that happened late', true, [write(1, 0, never, true), read(0, 5, 6), read(1, 7, 8)]],
    ['a write that happened before it was asked for', false, [read(1, 0, 1), write(1, 2, never, true)]],
    [
      'a write that may have happened, but only in its time',
      false,
      [write(1, 0, 1, true), read(0, 2, 3), read(1, 4, 5)],
    ],
    ['an acknowledged write that is lost', false, [write(1, 0, 1), read(0, 2, 3)]],
    ['a stale read', true, [write(1, 0, 1), read(0, Number.NEGATIVE_INFINITY, 3), read(1, 4, 5)]],
  ])('%s', (_, expected, steps) => {
    expect(isLinearizable(0, steps)).toBe(expected);
    expect(isLinearizable(0, steps.toReversed())).toBe(expected);
  });

  test('that some order explains is always found to be explained', () => {
    const ops = fc.array(fc.tuple(fc.boolean(), fc.nat(5), fc.nat(9), fc.nat(9)), { maxLength: 12 });
    fc.assert(
      fc.property(ops, (drawn) => {
        let state = 0;
        const steps = drawn.map(([isWrite, value, before, after], moment) => {
          if (isWrite) state = value;
          // Each happens at its moment, and was begun before and ended after it.
          const [began, ended] = [moment * 3 - before, moment * 3 + after];
          return isWrite ? write(value, began, ended) : read(state, began, ended);
        });
        expect(isLinearizable(0, steps)).toBe(true);
      }),
    );
  });
});
