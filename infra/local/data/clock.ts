import { err, ok, type Result } from 'neverthrow';
import type { User } from '../cognito/users.ts';
import type { MovableClock } from '../movable-clock.ts';
import type { Schedules } from '../schedules.ts';
import type { State } from '../state.ts';
import type { DataFailure } from './data-failure.ts';
import type { Moved, Reading } from './reports.ts';
import { type RequestGates, runWhileShut } from './run-while-shut.ts';

export interface ClockOperations {
  readonly read: () => Reading;
  /** Moves the clock forward by so many milliseconds. */
  readonly forward: (by: number) => Promise<Result<Moved, DataFailure>>;
  /** Sets the clock back to the machine's time. What has expired stays expired, and what was deleted stays deleted. */
  readonly reset: () => Promise<Result<Reading, DataFailure>>;
  /** Loads the time that is stored with the data. */
  readonly load: () => Promise<void>;
}

export interface ClockOptions {
  readonly clock: MovableClock;
  readonly state: State;
  readonly doors: RequestGates;
  readonly schedules: Pick<Schedules, 'dueUntil' | 'runDue' | 'moved'>;
  /** Deletes expired items, and returns how many. */
  readonly expire: () => Promise<number>;
  /** Milliseconds for which requests under way may take to end. */
  readonly patience?: number;
}

const kept = 'clock';
const day = 24 * 60 * 60 * 1000;
/** Milliseconds. The functions' own keys last ten years, and dates have four digits for the year. */
export const furthest = 1000 * day;

/** Loads the offset of the stack's clock, which is stored with the data. */
export const loadClock = async (state: State, clock: MovableClock): Promise<void> =>
  clock.moveTo((await state.get<number>(kept)) ?? 0);

export const createClockOperations = (options: ClockOptions): ClockOperations => {
  const { clock, state, doors, schedules, expire, patience } = options;
  const read = (): Reading => ({ now: clock.now(), offset: clock.offset() });
  /**
   * Moves the clock while no request is under way: what a request signs at one time must not be verified at another.
   */
  const moveTo = (findOffset: () => number): Promise<Result<void, DataFailure>> =>
    runWhileShut(
      doors,
      async () => {
        const offset = findOffset();
        // Stored first, so that a restart does not take back a time that somebody saw.
        await state.put(kept, offset);
        clock.moveTo(offset);
      },
      patience,
    );
  /** Moves the clock to one offset after the other, and does what is due there. */
  const stopAt = async (stops: readonly (() => number)[]) => {
    const { now } = clock;
    const done = { expired: 0, runs: 0, failures: 0 };
    for (const [stop, findOffset] of stops.entries()) {
      const moved = await moveTo(findOffset);
      // What was overdue is done without a move.
      if (moved.isErr()) return err(stop === 0 ? moved.error : stopEarly(moved.error, now()));
      // The gates are open again, which both go through.
      done.expired += await expire();
      const ran = await schedules.runDue();
      done.runs += ran.runs;
      done.failures += ran.failures;
    }
    return ok(done);
  };

  return {
    read,
    load: async () => {
      await loadClock(state, clock);
      schedules.moved();
    },
    reset: async () => {
      const moved = await moveTo(() => 0);
      schedules.moved();
      return moved.map(read);
    },
    forward: async (by) => {
      if (!Number.isSafeInteger(by) || by <= 0)
        return err({ kind: 'NoStep', reason: 'The clock moves only forward, by whole milliseconds.' });
      const [from, offset] = [clock.now(), clock.offset() + by];
      if (offset > furthest)
        return err({ kind: 'NoStep', reason: 'The clock can be at most 1,000 days ahead of the machine’s.' });
      // Stops at each time at which a schedule is due, so that its function runs at that time.
      const due = schedules.dueUntil(from + by).map((time) => () => time - (clock.now() - clock.offset()));
      const stopped = await stopAt([...due, () => offset].map((find) => () => Math.max(find(), clock.offset())));
      schedules.moved();
      if (stopped.isErr()) return err(stopped.error);
      return ok({ ...read(), ...stopped.value, ...(await countEnded(state, from, clock.now())) });
    },
  };
};

const stopEarly = (failure: DataFailure, now: number): DataFailure =>
  failure.kind === 'Busy' ? { kind: 'StoppedEarly', seconds: failure.seconds, now } : failure;

const countEnded = async (state: State, from: number, to: number) => {
  const isBetween = (time = 0) => time > from && time <= to;
  const signIns = await state.entries<{ readonly expires: number }>('cognito/sign-in/');
  const users = await state.entries<User>('cognito/user/');
  const codes = users.flatMap(([, { signUpCode, resetCode, emailCode, newEmail }]) => [
    ...[signUpCode, resetCode, emailCode, newEmail?.code].filter((code) => isBetween(code?.expires)),
  ]);
  return {
    signInsEnded: signIns.filter(([, { expires }]) => isBetween(expires * 1000)).length,
    codesEnded: codes.length,
  };
};
