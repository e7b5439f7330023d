import type { DeployedSchedule } from './deployment/schedules.ts';

export interface Schedules extends Disposable {
  /** Invokes each at once. Rejects if one fails. */
  runNow(): Promise<void>;
  /** When some are due until then, in epoch milliseconds, the earliest first; of each schedule the first time and the last few. */
  dueUntil(time: number): readonly number[];
  /** Invokes those that are due by now, once each; how many there were, and how many failed. */
  runDue(): Promise<Ran>;
  /** To be told when the clock was moved. */
  moved(): void;
}

export interface Ran {
  readonly runs: number;
  readonly failures: number;
}

/** Milliseconds after the start: a machine is not on for days, so each start is a time at which schedules are due. */
const first = 60_000;
/** Times of a schedule for which a clock that is moved far stops, beside the first. */
const lastFew = 9;

/**
 * Invokes functions as EventBridge does: a minute from now at the latest, and at each rule's rate, by this clock. What comes of it stands
 * in the functions' log; nobody waits for it.
 */
export const runSchedules = (
  schedules: readonly DeployedSchedule[],
  invoke: (schedule: DeployedSchedule) => Promise<unknown>,
  now: () => number = Date.now,
): Schedules => {
  const start = now();
  /** Of the times of a schedule, from the start on, the first after this one. */
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
  /** Whether it did not fail. */
  const run = async (plan: (typeof planned)[number]): Promise<boolean> => {
    // The times that went by while nobody looked are one.
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
        // After a way back, none waits for longer than its rate.
        plan.due = Math.min(plan.due, now() + plan.schedule.every);
        arm(plan);
      }
    },
    [Symbol.dispose]: () => {
      for (const { timer } of planned) clearTimeout(timer);
    },
  };
};
