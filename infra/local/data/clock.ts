import { err, ok, type Result } from 'neverthrow';
import type { User } from '../cognito/users.ts';
import type { MovableClock } from '../movable-clock.ts';
import type { Schedules } from '../schedules.ts';
import type { State } from '../state.ts';
import type { DataFailure } from './data-failure.ts';
import type { Moved, Reading } from './reports.ts';

export interface ClockOperations {
  readonly read: () => Reading;
  /** Moves the clock forward by so many milliseconds. */
  readonly forward: (by: number) => Promise<Result<Moved, DataFailure>>;
  /** Sets the clock back to the machine's time. What has expired stays expired, and what was deleted stays deleted. */
  readonly reset: () => Promise<Reading>;
  /** Loads the time that is stored with the data. */
  readonly load: () => Promise<void>;
}

export interface ClockOptions {
  readonly clock: MovableClock;
  readonly state: State;
  readonly schedules: Pick<Schedules, 'dueUntil' | 'runDue' | 'moved'>;
  /** Deletes expired items, and returns how many. */
  readonly expire: () => Promise<number>;
}

const kept = 'clock';
const day = 24 * 60 * 60 * 1000;
/** Milliseconds. The functions' own keys last ten years, and dates have four digits for the year. */
export const furthest = 1000 * day;

/** Loads the offset of the stack's clock, which is stored with the data. */
export const loadClock = async (state: State, clock: MovableClock): Promise<void> =>
  clock.moveTo((await state.get<number>(kept)) ?? 0);

export const createClockOperations = ({ clock, state, schedules, expire }: ClockOptions): ClockOperations => {
  const read = (): Reading => ({ now: clock.now(), offset: clock.offset() });
  const moveTo = async (offset: number): Promise<void> => {
    // Stored first, so that a restart does not take back a time that somebody saw.
    await state.put(kept, offset);
    clock.moveTo(offset);
    schedules.moved();
  };

  return {
    read,
    load: async () => {
      await loadClock(state, clock);
      schedules.moved();
    },
    reset: async () => {
      await state.delete(kept);
      clock.moveTo(0);
      schedules.moved();
      return read();
    },
    forward: async (by) => {
      if (!Number.isSafeInteger(by) || by <= 0)
        return err({ kind: 'NoStep', reason: 'The clock moves only forward, by whole milliseconds.' });
      const [from, offset] = [clock.now(), clock.offset() + by];
      if (offset > furthest)
        return err({ kind: 'NoStep', reason: 'The clock can be at most 1,000 days ahead of the machine’s.' });
      let [expired, runs, failures] = [0, 0, 0];
      // Stops at each time at which a schedule is due, so that its function runs at that time.
      for (const due of schedules.dueUntil(from + by)) {
        await state.put(kept, Math.max(clock.offset(), due - (clock.now() - clock.offset())));
        await loadClock(state, clock);
        expired += await expire();
        const ran = await schedules.runDue();
        runs += ran.runs;
        failures += ran.failures;
      }
      await moveTo(Math.max(offset, clock.offset()));
      expired += await expire();
      return ok({ ...read(), expired, runs, failures, ...(await countEnded(state, from, clock.now())) });
    },
  };
};

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
