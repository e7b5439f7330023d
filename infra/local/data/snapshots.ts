import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { err, ok, type Result } from 'neverthrow';
import { type Reader, readAmount, readRecord, readText } from '../../../src/client/shapes.ts';
import { syncFolder } from '../s3/disk.ts';
import { findLoss, listContents, readContents } from './contents.ts';
import type { DataFailure } from './data-failure.ts';
import { copySet, type Entry, findMissingPart, writeSynced } from './data-set.ts';
import type { About } from './reports.ts';

/** The copies of all data, each in a folder, by name. */
export interface Snapshots {
  /** Newest first, without those whose description cannot be read. */
  readonly list: () => Promise<readonly About[]>;
  readonly expectFree: (name: string) => Promise<Result<void, DataFailure>>;
  /** Copies data that nobody changes meanwhile. Once this has resolved, `keep` makes the copy a snapshot. */
  readonly begin: (from: string, entries: readonly Entry[]) => Promise<BegunSnapshot>;
  /** Finds a snapshot that has all that was written to it. */
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
/** Lists the other files but the description. Snapshots from before it was written are without it. */
const contentsFile = 'contents.json';

export const createSnapshots = (folder: string): Snapshots => {
  const names = async (): Promise<readonly string[]> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return readdir(folder);
  };
  /** Reads a file of a snapshot. Returns `undefined` if it is missing, or not what it should be. */
  const read = async <T>(name: string, file: string, reader: Reader<T>): Promise<T | undefined> => {
    try {
      return reader(JSON.parse(await readFile(join(folder, name, file), 'utf8')));
    } catch {
      return undefined;
    }
  };
  /** A folder may have been renamed or copied since. */
  const readAbout = async (name: string): Promise<About | undefined> => {
    const about = await read(name, aboutFile, readDescription);
    return about && { ...about, name };
  };
  const checkContents = async (name: string): Promise<string | undefined> => {
    const has = await listContents(join(folder, name));
    if (has[contentsFile] === undefined) return undefined;
    const had = await read(name, contentsFile, readContents);
    return had === undefined ? `${contentsFile} cannot be read` : findLoss(had, has);
  };

  return {
    list: async () => {
      // Skips what somebody else put there.
      const found = await Promise.all((await names()).filter(isName).map(readAbout));
      return found.filter((about) => about !== undefined).toSorted((a, b) => b.madeAt - a.madeAt);
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
          await writeSynced(join(half, contentsFile), JSON.stringify(await listContents(half)));
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
      const broken = (reason: string) => err({ kind: 'SnapshotBroken', name, reason } as const);
      const missing = await findMissingPart(join(folder, name));
      if (missing !== undefined) return broken(`it has no ${missing}`);
      const about = await readAbout(name);
      if (about === undefined) return broken(`its ${aboutFile} cannot be read`);
      const entries = await read(name, stateFile, readEntryList);
      if (entries === undefined) return broken(`its ${stateFile} cannot be read`);
      const loss = await checkContents(name);
      return loss === undefined ? ok({ about, entries, folder: join(folder, name) }) : broken(loss);
    },

    clear: async () => {
      const left = (await names()).filter((name) => name.startsWith(halfPrefix));
      await Promise.all(left.map((name) => rm(join(folder, name), { recursive: true })));
    },
  };
};

const readDescription: Reader<Omit<About, 'name'>> = readRecord({
  ...{ time: readAmount, madeAt: readAmount, users: readAmount, userPoolId: readText, identityPoolId: readText },
});

const readEntryList: Reader<readonly Entry[]> = (value) =>
  Array.isArray(value) && value.every((each) => Array.isArray(each) && typeof each[0] === 'string' && each.length === 2)
    ? value
    : undefined;
