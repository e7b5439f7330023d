import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isLinearizable, type TimedOperation } from './linearizability.ts';

const write = (value: number, began: number, ended: number, optional = false): TimedOperation<number> => ({
  ...{ began, ended, optional },
  apply: () => ({ state: value }),
});
const read = (value: number, began: number, ended: number): TimedOperation<number> => ({
  ...{ began, ended },
  apply: (state) => (state === value ? { state } : undefined),
});

/** Returns every order of the steps, and of each selection that leaves out only steps that may not have happened. */
const listOrders = (steps: readonly TimedOperation<number>[]): TimedOperation<number>[][] => [
  ...(steps.every(({ optional }) => optional) ? [[]] : []),
  ...steps.flatMap((first, index) => listOrders(steps.toSpliced(index, 1)).map((rest) => [first, ...rest])),
];
/** Returns whether no step ended before one in front of it began. */
const isInTime = (order: readonly TimedOperation<number>[]): boolean =>
  order.every(({ ended }, index) => order.slice(0, index).every(({ began }) => began <= ended));
const isTrue = (order: readonly TimedOperation<number>[]): boolean =>
  order.reduce<{ state: number } | undefined>((box, { apply }) => box && apply(box.state), { state: 0 }) !== undefined;
const never = Number.POSITIVE_INFINITY;

describe('a history of a register', () => {
  test.each<[string, boolean, TimedOperation<number>[]]>([
    ['one after the other', true, [write(1, 0, 1), read(1, 2, 3)]],
    ['a read of an overwritten value', false, [write(1, 0, 1), write(2, 2, 3), read(1, 4, 5)]],
    ['a read during a write, before its effect', true, [write(1, 0, 9), read(0, 1, 2), read(1, 3, 4)]],
    ['two reads that see a write come and go', false, [write(1, 0, 9), read(1, 1, 2), read(0, 3, 4)]],
    ['a write that never happened', true, [write(1, 0, never, true), read(0, 5, 6)]],
    ['a write that happened late', true, [write(1, 0, never, true), read(0, 5, 6), read(1, 7, 8)]],
    ['a write that happened before it was requested', false, [read(1, 0, 1), write(1, 2, never, true)]],
    ['a write that happened, if at all, after its time', false, [write(1, 0, 1, true), read(0, 2, 3), read(1, 4, 5)]],
    ['an acknowledged write that is lost', false, [write(1, 0, 1), read(0, 2, 3)]],
    ['a write that begins when a read of its value ends', true, [read(1, 0, 1), write(1, 1, 2)]],
    ['a read that ended before the write it saw', false, [read(1, 0, 1), write(1, 2, 2)]],
    ['a read of what neither of two equal writes wrote', false, [write(1, 0, 9), write(1, 0, 9), read(2, 0, 9)]],
    ['nothing at all', true, []],
    ['a stale read', true, [write(1, 0, 1), read(0, Number.NEGATIVE_INFINITY, 3), read(1, 4, 5)]],
  ])('%s', (_, expected, steps) => {
    expect(isLinearizable(0, steps)).toBe(expected);
    expect(isLinearizable(0, steps.toReversed())).toBe(expected);
  });

  test('is linearizable if it was made from an order', () => {
    const ops = fc.array(fc.tuple(fc.boolean(), fc.nat(5), fc.nat(9), fc.nat(9)), { maxLength: 12 });
    fc.assert(
      fc.property(ops, (drawn) => {
        let state = 0;
        const steps = drawn.map(([isWrite, value, before, after], moment) => {
          if (isWrite) state = value;
          // Each step happens at its moment, begins no later and ends no earlier.
          const [began, ended] = [moment * 3 - before, moment * 3 + after];
          return isWrite ? write(value, began, ended) : read(state, began, ended);
        });
        expect(isLinearizable(0, steps)).toBe(true);
      }),
    );
  });

  test('is linearizable if and only if one of all orders explains it', () => {
    const someSteps = fc.array(
      fc
        .tuple(fc.constantFrom('write', 'read', 'maybe'), fc.nat(2), fc.nat(6), fc.nat(3))
        .map(([kind, value, began, took]) => {
          const ended = began + took;
          return kind === 'read' ? read(value, began, ended) : write(value, began, ended, kind === 'maybe');
        }),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(someSteps, (steps) => {
        const isExplained = listOrders(steps).some((order) => isInTime(order) && isTrue(order));
        expect(isLinearizable(0, steps)).toBe(isExplained);
      }),
      { numRuns: 500 },
    );
  });

  test('has at most 31 steps, and more are refused', () => {
    const writes = (count: number) => Array.from({ length: count }, (_, index) => write(index, index, index));
    expect(isLinearizable(0, [...writes(30), read(29, 30, 30)])).toBe(true);
    expect(isLinearizable(0, [...writes(30), read(28, 30, 30)])).toBe(false);
    expect(() => isLinearizable(0, writes(32))).toThrow('32 steps of one note are too many to order.');
  });

  const countedWrites = (count: number) => {
    const tried = { times: 0 };
    const apply = () => {
      tried.times++;
      return { state: 1 };
    };
    return {
      tried,
      writes: Array.from({ length: count }, (): TimedOperation<number> => ({ began: 2, ended: 9, apply })),
    };
  };

  test('is searched once for each set of done steps, not for each order', () => {
    const { tried, writes } = countedWrites(8);
    expect(isLinearizable(0, [...writes, read(2, 2, 9)])).toBe(false);
    expect(tried.times).toBeLessThanOrEqual(8 * 2 ** 8);
  });

  test('is given up as soon as a step is left behind', () => {
    const { tried, writes } = countedWrites(8);
    expect(isLinearizable(0, [...writes, read(2, 0, 1)])).toBe(false);
    expect(tried.times).toBe(8);
  });
});
