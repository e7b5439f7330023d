import { ok, type Result } from 'neverthrow';
import type { Changes } from './changes.ts';
import { type ClockOperations, type ClockOptions, createClockOperations } from './clock.ts';
import type { DataFailure } from './data-failure.ts';
import { createDataOperations, type DataOperations, type DataOptions } from './operations.ts';
import type { Part, Seeded } from './reports.ts';

/** The operations on the data of a running stack and on its clock, one at a time. */
export interface LocalData extends Omit<DataOperations, 'alone'>, AsyncDisposable {
  readonly clock: Omit<ClockOperations, 'load'>;
  readonly seed: () => Promise<Result<Seeded, DataFailure>>;
  readonly changes: Changes;
}

export interface LocalDataOptions extends DataOptions, ClockOptions {
  readonly changes: Changes;
  readonly seed: () => Promise<Result<Seeded, DataFailure>>;
}

/** Milliseconds between two scans for expired items, besides those after the clock was moved. */
const regularly = 10 * 60_000;

export const openLocalData = (options: LocalDataOptions): LocalData => {
  const { changes, seed, expire, onExchanged } = options;
  const clock = createClockOperations(options);
  const { alone, ...operations } = createDataOperations({
    ...options,
    onExchanged: async () => {
      await clock.load();
      await onExchanged();
      changes.happened('table', 'files', 'users', 'mail', 'clock');
    },
  });
  const timer = setInterval(() => {
    alone(async () => ok(await expire()))
      .then((deleted) => deleted.unwrapOr(0) > 0 && changes.happened('table'))
      .catch((error: unknown) => console.error(`Expired items were not deleted: ${error}`));
  }, regularly).unref();
  const telling = async <T>(work: Promise<T>, ...parts: readonly Part[]): Promise<T> => {
    const came = await work;
    changes.happened(...parts);
    return came;
  };
  return {
    ...operations,
    snapshot: (name) => telling(operations.snapshot(name), 'snapshots'),
    seed: () => alone(seed),
    changes,
    clock: {
      read: clock.read,
      forward: (by) =>
        telling(
          alone(() => clock.forward(by)),
          ...(['clock', 'table', 'files'] as const),
        ),
      reset: () => telling(alone(clock.reset), 'clock'),
    },
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      await alone(async () => ok());
    },
  };
};
