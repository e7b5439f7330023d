import type { DeployedSchedule } from './deployment/schedules.ts';

export interface Schedules extends Disposable {
  /** Invokes each function at once. Rejects if one fails. */
  runNow(): Promise<void>;
  /**
   * Returns the due times up to `time`, in epoch milliseconds, earliest first: the first and the last few of each
   * schedule.
   */
  dueUntil(time: number): readonly number[];
  /** Invokes those that are due by now, once each. Returns how many there were and how many failed. */
  runDue(): Promise<Ran>;
  /** Rearms the timers; call it after the clock was moved. */
  moved(): void;
}

export interface Ran {
  readonly runs: number;
  readonly failures: number;
}

/** Milliseconds after the start. A machine is not on for days, so schedules are due soon after each start. */
const first = 60_000;
/** The number of due times per schedule, besides the first, at which a clock that is moved far stops. */
const lastFew = 9;

/**
 * Invokes functions as EventBridge does: first within a minute from now, then at each rule's rate, by this clock.
 * Results are in the functions' log; nobody waits for them.
 */
export const runSchedules = (
  schedules: readonly DeployedSchedule[],
  invoke: (schedule: DeployedSchedule) => Promise<unknown>,
  now: () => number = Date.now,
): Schedules => {
  const start = now();
  /** Returns the first due time after `time`, counted from the start in steps of `every`. */
  const next = (time: number, every: number): number => start + (Math.floor((time - start) / every) + 1) * every;
  const planned = schedules.map((schedule) => ({
    schedule,
    due: start + Math.min(first, schedule.every),
    timer: undefined as NodeJS.Timeout | undefined,
  }));
  const arm = (plan: (typeof planned)[number]): void => {
    clearTimeout(plan.timer);
    plan.timer = setTimeout(() => void run(plan), Math.max(0, plan.due - now()));
    plan.timer.unref();
  };
  /** Returns whether the invocation succeeded. */
  const run = async (plan: (typeof planned)[number]): Promise<boolean> => {
    // Due times that passed in the meantime count as one.
    plan.due = next(now(), plan.schedule.every);
    arm(plan);
    try {
      await invoke(plan.schedule);
      return true;
    } catch (error) {
      console.error(`A schedule failed: ${error}`);
      return false;
    }
  };
  planned.forEach(arm);
  return {
    runNow: async () => {
      await Promise.all(schedules.map(invoke));
    },
    dueUntil: (time) => {
      const times = planned.flatMap(({ due, schedule: { every } }) => {
        const last = next(time, every) - every;
        const regular = Array.from({ length: lastFew }, (_, index) => last - index * every).filter(
          (each) => each > due,
        );
        return due <= time ? [due, ...regular] : [];
      });
      return [...new Set(times)].toSorted((a, b) => a - b);
    },
    runDue: async () => {
      const came = await Promise.all(planned.filter(({ due }) => due <= now()).map(run));
      return { runs: came.length, failures: came.filter((isDone) => !isDone).length };
    },
    moved: () => {
      for (const plan of planned) {
        // After the clock goes back, no schedule waits longer than its rate.
        plan.due = Math.min(plan.due, now() + plan.schedule.every);
        arm(plan);
      }
    },
    [Symbol.dispose]: () => {
      for (const { timer } of planned) clearTimeout(timer);
    },
  };
};
