import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';

/**
 * The state of the local stack: a small ordered map of JSON values on disk. Every write is synced before it resolves,
 * so that a SIGKILL loses nothing acknowledged. LevelDB's file lock gives this process sole use of the data folder; the
 * operating system releases it when the process dies, however it dies.
 */
export interface State extends AsyncDisposable {
  get<T>(key: string): Promise<T | undefined>;
  put(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
  /** Makes all of a change, atomically. */
  change(change: Change): Promise<void>;
  /** Returns every entry whose key starts with `prefix`, in key order. */
  entries<T>(prefix: string): Promise<readonly (readonly [key: string, value: T])[]>;
  /** Removes deleted and overwritten values from the disk: LevelDB itself keeps them until its next compaction. */
  compact(): Promise<void>;
  /** Returns the value at `key`. If there is none, makes one and stores it. */
  remember<T>(key: string, make: () => T | Promise<T>): Promise<T>;
}

export interface Change {
  readonly deleted: readonly string[];
  readonly put: readonly (readonly [key: string, value: unknown])[];
}

export class DataInUse extends Error {
  constructor(folder: string) {
    super(`Another owned-notes stack is running on the data in ${folder}.`);
    this.name = 'DataInUse';
  }
}

/** Opens the state in a folder. Throws `DataInUse` if another process has the folder open. */
export const openState = async (folder: string): Promise<State> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const db = new ClassicLevel<string, unknown>(join(folder, 'state'), { valueEncoding: 'json' });
  try {
    await db.open();
  } catch (error) {
    if (isLocked(error)) throw new DataInUse(folder);
    throw error;
  }
  const put = (key: string, value: unknown) => db.put(key, value, { sync: true });
  const get = async <T>(key: string) => (await db.get(key)) as T | undefined;
  return {
    get,
    put,
    delete: (key) => db.del(key, { sync: true }),
    change: ({ deleted, put: entries }) =>
      db.batch(
        [
          ...deleted.map((key) => ({ type: 'del', key }) as const),
          ...entries.map(([key, value]) => ({ type: 'put', key, value }) as const),
        ],
        { sync: true },
      ),
    entries: async <T>(prefix: string) =>
      (await db.iterator({ gte: prefix, lt: `${prefix}\uffff` }).all()) as [string, T][],
    compact: () => compactAll(db),
    remember: async <T>(key: string, make: () => T | Promise<T>) => {
      const known = await get<T>(key);
      if (known !== undefined) return known;
      const made = await make();
      await put(key, made);
      return made;
    },
    [Symbol.asyncDispose]: () => db.close(),
  };
};

/** Compacts a folder that nobody has open. */
export const compactFolder = async (folder: string): Promise<void> => {
  const db = new ClassicLevel<string, unknown>(folder);
  await db.open();
  await compactAll(db);
  await db.close();
};

/** Reads all of a folder that nobody has open. Throws if there is no database in it, or if it is damaged. */
export const readWholeFolder = async (folder: string): Promise<void> => {
  const db = new ClassicLevel<string, Uint8Array>(folder, { createIfMissing: false, valueEncoding: 'view' });
  try {
    await db.open();
    for await (const _ of db.values());
  } catch (error) {
    // The message of the error itself says only that the database is not open.
    throw error instanceof Error && error.cause instanceof Error ? error.cause : error;
  } finally {
    await db.close();
  }
};

/** Keys before and after every other key. */
const [first, last] = ['\u0000', '\u{10ffff}'];

/**
 * LevelDB merges a file with those below it, and leaves the lowest as it is. So this first writes memory to a file,
 * then puts another file above all of them whose range covers theirs, and merges it down.
 */
const compactAll = async (db: ClassicLevel<string, unknown>): Promise<void> => {
  await db.compactRange(first, last);
  for (const key of [first, last]) await db.put(key, '');
  await db.compactRange(first, last);
  for (const key of [first, last]) await db.del(key, { sync: true });
};

const isLocked = (error: unknown): boolean => error instanceof Error && Object(error.cause).code === 'LEVEL_LOCKED';
