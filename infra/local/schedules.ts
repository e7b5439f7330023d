import type { DeployedSchedule } from './deployment/schedules.ts';

export interface Schedules extends Disposable {
  /** Invokes each at once. Rejects if one fails. */
  runNow(): Promise<void>;
}

/** Milliseconds after the start: a machine is not on for days, so each start is a time at which schedules are due. */
const first = 60_000;

/**
 * Invokes functions as EventBridge does: a minute from now at the latest, and at each rule's rate. What comes of it stands in the functions' log;
 * nobody waits for it.
 */
export const runSchedules = (
  schedules: readonly DeployedSchedule[],
  invoke: (schedule: DeployedSchedule) => Promise<unknown>,
): Schedules => {
  const timers = schedules.flatMap((schedule) => {
    const run = () => void invoke(schedule).catch((error: unknown) => console.error(`A schedule failed: ${error}`));
    return [...(schedule.every > first ? [setTimeout(run, first)] : []), setInterval(run, schedule.every)];
  });
  for (const timer of timers) timer.unref();
  return {
    runNow: async () => {
      await Promise.all(schedules.map(invoke));
    },
    [Symbol.dispose]: () => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
};
