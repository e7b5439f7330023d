import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import { syncFolder } from '../s3/disk.ts';
import type { DataFailure } from './data-failure.ts';
import { copySet, type Entry, writeSynced } from './data-set.ts';
import type { About } from './reports.ts';

/** The copies of all data, each in a folder, by name. */
export interface Snapshots {
  /** Newest first. */
  readonly list: () => Promise<readonly About[]>;
  readonly expectFree: (name: string) => Promise<Result<void, DataFailure>>;
  /** Copies data that nobody changes meanwhile. Once this has resolved, `keep` makes the copy a snapshot. */
  readonly begin: (from: string, entries: readonly Entry[]) => Promise<BegunSnapshot>;
  readonly find: (name: string) => Promise<Result<Snapshot, DataFailure>>;
  /** Deletes what a killed process had begun. */
  readonly clear: () => Promise<void>;
}

export interface BegunSnapshot {
  readonly keep: (about: About) => Promise<void>;
}

export interface Snapshot {
  readonly about: About;
  readonly folder: string;
  readonly entries: readonly Entry[];
}

/** Returns whether a name is valid: neither a path nor hidden. */
const isName = (name: string): boolean => /^[a-z0-9][a-z0-9._-]{0,63}$/i.test(name);

const halfPrefix = '.half-';
const aboutFile = 'about.json';
const stateFile = 'state.json';

export const createSnapshots = (folder: string): Snapshots => {
  const names = async (): Promise<readonly string[]> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return readdir(folder);
  };
  const read = async (name: string, file: string) => JSON.parse(await readFile(join(folder, name, file), 'utf8'));

  return {
    list: async () => {
      const found = await Promise.all(
        // Skips what somebody else put there.
        (await names()).filter(isName).map((name) => read(name, aboutFile).catch(() => undefined)),
      );
      return found.filter((about: About | undefined) => about !== undefined).toSorted((a, b) => b.madeAt - a.madeAt);
    },

    expectFree: async (name) => {
      if (!isName(name)) return err({ kind: 'NameInvalid', name });
      // Some file systems do not distinguish names by case.
      const isTaken = (await names()).some((each) => each.toLowerCase() === name.toLowerCase());
      return isTaken ? err({ kind: 'NameTaken', name }) : ok();
    },

    begin: async (from, entries) => {
      await names();
      const half = join(folder, `${halfPrefix}${randomBytes(8).toString('hex')}`);
      try {
        await mkdir(half, { mode: 0o700 });
        await copySet(from, half);
        await writeSynced(join(half, stateFile), JSON.stringify(entries));
      } catch (error) {
        await rm(half, { recursive: true, force: true });
        throw error;
      }
      return {
        keep: async (about) => {
          await writeSynced(join(half, aboutFile), JSON.stringify(about, null, 2));
          await syncFolder(half);
          await rename(half, join(folder, about.name));
          await syncFolder(folder);
        },
      };
    },

    find: async (name) => {
      if (!isName(name)) return err({ kind: 'NameInvalid', name });
      if (!(await names()).includes(name)) return err({ kind: 'NoSnapshot', name });
      const [about, entries] = await Promise.all([read(name, aboutFile), read(name, stateFile)]);
      return ok({ about, entries, folder: join(folder, name) });
    },

    clear: async () => {
      const left = (await names()).filter((name) => name.startsWith(halfPrefix));
      await Promise.all(left.map((name) => rm(join(folder, name), { recursive: true })));
    },
  };
};
