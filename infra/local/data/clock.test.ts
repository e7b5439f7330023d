import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createMovableClock } from '../movable-clock.ts';
import { openState, type State } from '../state.ts';
import { type ClockOptions, createClockOperations } from './clock.ts';
import { createRequestGate } from './request-gate.ts';

const hour = 60 * 60_000;

let folder: string;
let state: State;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'owned-notes-'));
  state = await openState(folder);
});
beforeEach(() => state.delete('clock'));
afterAll(async () => {
  await state[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** Creates a clock, of a machine whose time stands still, with gates and with schedules that are due at these times. */
const createClock = ({ due = [], onDue = async () => {}, ...more }: Partial<ClockOptions> & Due = {}) => {
  const gates = { outer: createRequestGate(), inner: createRequestGate() };
  const clock = createMovableClock(() => 0);
  const schedules: ClockOptions['schedules'] = {
    dueUntil: (time) => due.filter((each) => each > clock.now() && each <= time),
    runDue: async () => {
      const runs = due.filter((each) => each === clock.now()).length;
      if (runs > 0) await onDue(gates, clock.now());
      return { runs, failures: 0 };
    },
    moved: () => {},
  };
  const expire = () => gates.inner.enter(async () => 0);
  return {
    ...gates,
    clock,
    operations: createClockOperations({ clock, state, schedules, expire, doors: gates, ...more }),
  };
};

interface Due {
  readonly due?: readonly number[];
  readonly onDue?: (gates: ClockOptions['doors'], now: number) => Promise<unknown>;
}

test('a request sees one time from its admission to its end, however the clock is moved meanwhile', async () => {
  const aMove = fc.oneof(fc.integer({ min: 1, max: 100 * hour }), fc.constant('reset' as const));
  const aRequest = fc.record({ at: fc.nat(5), turns: fc.nat(20), isInner: fc.boolean() });
  const moves = fc.array(aMove, { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(moves, fc.array(aRequest, { maxLength: 8 }), async (moved, requests) => {
      const { outer, inner, clock, operations } = createClock();
      const offsets: (readonly [number, number])[] = [];
      const serve = async (turns: number): Promise<void> => {
        const before = clock.offset();
        for (let count = 0; count < turns; count++) await turn();
        offsets.push([before, clock.offset()]);
      };
      const served = requests.map(async ({ at, turns, isInner }) => {
        for (let count = 0; count < at; count++) await turn();
        await (isInner ? inner.enter(() => serve(turns)) : outer.enter(() => inner.enter(() => serve(turns))));
      });
      let expected = 0;
      for (const by of moved) {
        const done = await (by === 'reset' ? operations.reset() : operations.forward(by));
        expected = by === 'reset' ? 0 : expected + by;
        expect(done._unsafeUnwrap().offset).toBe(expected);
      }
      await Promise.all(served);
      expect(offsets.filter(([before, after]) => before !== after)).toEqual([]);
    }),
    { numRuns: 50 },
  );
});

test('functions that are due run at their time, and are let in', async () => {
  const seen: number[] = [];
  const onDue: Due['onDue'] = ({ outer, inner }, now) =>
    outer.enter(() => inner.enter(async () => void seen.push(now)));
  const { operations } = createClock({ due: [hour, 3 * hour], onDue });
  expect((await operations.forward(4 * hour))._unsafeUnwrap()).toMatchObject({ runs: 2, now: 4 * hour });
  expect(seen).toEqual([hour, 3 * hour]);
});

test('the clock stays where it is while a request does not end', async () => {
  const { promise: stays, resolve: leave } = Promise.withResolvers<void>();
  const { outer, operations } = createClock({ patience: 20 });
  const request = outer.enter(() => stays);
  for (const move of [operations.forward(hour), operations.reset()])
    expect((await move)._unsafeUnwrapErr()).toEqual({ kind: 'Busy', seconds: 0.02 });
  expect([operations.read().offset, await state.get('clock')]).toEqual([0, undefined]);
  leave();
  await request;
  expect((await operations.forward(hour))._unsafeUnwrap().offset).toBe(hour);
});

test('a clock that cannot go on after a stop says how far it has come', async () => {
  const { promise: stays, resolve: leave } = Promise.withResolvers<void>();
  const requests: Promise<void>[] = [];
  const onDue: Due['onDue'] = async ({ inner }) => void requests.push(inner.enter(() => stays));
  const { operations } = createClock({ due: [hour], onDue, patience: 20 });
  const stopped = (await operations.forward(2 * hour))._unsafeUnwrapErr();
  expect(stopped).toEqual({ kind: 'StoppedEarly', seconds: 0.02, now: hour });
  expect([operations.read().offset, await state.get('clock')]).toEqual([hour, hour]);
  leave();
  await Promise.all(requests);
  expect((await operations.forward(hour))._unsafeUnwrap().offset).toBe(2 * hour);
});

test('a clock that has done what was overdue, and cannot go on, does not say that nothing was changed', async () => {
  const { promise: stays, resolve: leave } = Promise.withResolvers<void>();
  const gates = { outer: createRequestGate(), inner: createRequestGate() };
  const requests: Promise<void>[] = [];
  const runDue = async () => {
    requests.push(gates.inner.enter(() => stays));
    return { runs: 1, failures: 0 };
  };
  const schedules = { dueUntil: () => [0], runDue, moved: () => {} };
  const { operations } = createClock({ schedules, doors: gates, expire: async () => 0, patience: 20 });
  expect((await operations.forward(hour))._unsafeUnwrapErr()).toMatchObject({ kind: 'StoppedEarly', now: 0 });
  leave();
  await Promise.all(requests);
});
