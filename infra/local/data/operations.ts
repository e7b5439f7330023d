import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import type { MovableClock } from '../movable-clock.ts';
import { createQueue } from '../one-at-a-time.ts';
import type { State } from '../state.ts';
import type { DataFailure } from './data-failure.ts';
import {
  commitSet,
  copySet,
  createEmptySet,
  type Entry,
  findDamage,
  formatStagedName,
  readEntries,
  settle,
} from './data-set.ts';
import type { About } from './reports.ts';
import { isUnsettled, type RequestGates, runWhileShut, Unsettled } from './run-while-shut.ts';
import { createSnapshots, type Snapshot } from './snapshots.ts';

/**
 * What the operator of a stack does with all of its data at once. Each operation is done whole or not at all, one after
 * the other.
 */
export interface DataOperations {
  /** Resets the data to that of a new stack, with the same ids of its pools. */
  readonly reset: () => Promise<Result<void, DataFailure>>;
  readonly snapshot: (name: string) => Promise<Result<About, DataFailure>>;
  readonly restore: (name: string) => Promise<Result<About, DataFailure>>;
  readonly snapshots: () => Promise<readonly About[]>;
  /**
   * Runs `work` while none of the other operations runs, and keeps them waiting. Refuses it after an operation was left
   * unsettled: behind gates that stay shut, it would wait for ever.
   */
  readonly alone: <T>(work: () => Promise<Result<T, DataFailure>>) => Promise<Result<T, DataFailure>>;
}

export interface DataOptions {
  /** The folder in which everything is stored. */
  readonly data: string;
  readonly ids: { readonly userPoolId: string; readonly identityPoolId: string };
  readonly state: State;
  readonly doors: RequestGates;
  readonly clock: MovableClock;
  /** Releases the table's folder while `work` runs. */
  readonly letGoOfTable: (work: () => Promise<void>) => Promise<void>;
  /** Reads all of the table in another folder. Throws if it is not there or is damaged. */
  readonly checkTable: (folder: string) => Promise<void>;
  /** Reads the files, the clock and whatever else is kept in memory again, and creates what every stack has. */
  readonly onExchanged: () => Promise<void>;
  /** Milliseconds for which requests under way may take to end. */
  readonly patience?: number;
}

export const createDataOperations = (options: DataOptions): DataOperations => {
  const { data, state, doors, clock, letGoOfTable, checkTable, onExchanged, patience } = options;
  // These ids alone: the key behind every credential is among the others.
  const ids = { userPoolId: options.ids.userPoolId, identityPoolId: options.ids.identityPoolId };
  const snapshots = createSnapshots(join(data, 'snapshots'));
  const inTurn = createQueue();
  const alone: DataOperations['alone'] = (work) =>
    inTurn('', async () => (isUnsettled(doors) ? err({ kind: 'Unsettled' }) : work()));

  /** Replaces the data. `fill` makes a sound set of data in an empty folder, before any request is held up. */
  const exchange = async (
    fill: (folder: string) => Promise<Result<void, DataFailure>>,
    entries: readonly Entry[],
  ): Promise<Result<void, DataFailure>> => {
    const staged = formatStagedName(randomBytes(8).toString('hex'));
    const folder = join(data, staged);
    await mkdir(folder, { mode: 0o700 });
    let isCommitted = false;
    try {
      const filled = await fill(folder);
      if (filled.isErr()) return err(filled.error);
      return await runWhileShut(
        doors,
        async () => {
          await commitSet(state, staged, entries);
          isCommitted = true;
          await letGoOfTable(() => settle(data, state))
            .then(onExchanged)
            .catch((cause) => {
              throw new Unsettled(cause);
            });
        },
        patience,
      );
    } finally {
      if (!isCommitted) await rm(folder, { recursive: true, force: true });
    }
  };

  const restoreFrom = async ({ about, folder, entries }: Snapshot): Promise<Result<About, DataFailure>> => {
    const { name, userPoolId, identityPoolId } = about;
    if (userPoolId !== ids.userPoolId || identityPoolId !== ids.identityPoolId)
      return err({ kind: 'OtherStack', name } as const);
    const fill = async (staged: string): Promise<Result<void, DataFailure>> => {
      await copySet(folder, staged);
      const reason = await findDamage(staged, checkTable);
      return reason === undefined ? ok() : err({ kind: 'SnapshotBroken', name, reason });
    };
    return (await exchange(fill, entries)).map(() => about);
  };

  const snapshotAs = async (name: string): Promise<Result<About, DataFailure>> => {
    const begun = await runWhileShut(
      doors,
      async () => {
        const entries = await readEntries(state);
        let copy: Awaited<ReturnType<typeof snapshots.begin>> | undefined;
        await letGoOfTable(async () => {
          copy = await snapshots.begin(data, entries);
        });
        const users = entries.filter(([key]) => key.startsWith('cognito/email/')).length;
        return { copy, about: { name, time: clock.now(), madeAt: Date.now(), users, ...ids } };
      },
      patience,
    );
    if (begun.isErr()) return err(begun.error);
    await begun.value.copy?.keep(begun.value.about);
    return ok(begun.value.about);
  };

  return {
    alone,
    snapshots: snapshots.list,
    reset: () => alone(() => exchange(async (folder) => ok(await createEmptySet(folder)), [])),
    restore: (name) =>
      alone(async () => {
        const found = await snapshots.find(name);
        return found.isErr() ? err(found.error) : restoreFrom(found.value);
      }),
    snapshot: (name) =>
      alone(async () => {
        const free = await snapshots.expectFree(name);
        return free.isErr() ? err(free.error) : snapshotAs(name);
      }),
  };
};

/** Completes what a killed process had begun, before any of the data is opened. */
export const recoverData = async (data: string, state: State): Promise<void> => {
  await settle(data, state);
  await createSnapshots(join(data, 'snapshots')).clear();
};
