import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';

/**
 * What the local stack has to remember: a small ordered map of JSON values on disk. Every write is synced before it
 * resolves, so that a SIGKILL loses nothing acknowledged. LevelDB's file lock makes the data folder this process's
 * own for as long as it lives, and the operating system lets go of it when the process dies, however it dies.
 */
export interface State extends AsyncDisposable {
  get<T>(key: string): Promise<T | undefined>;
  put(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
  /** All of it at once, or nothing. */
  change(change: Change): Promise<void>;
  /** Every entry whose key starts with `prefix`, in the order of the keys. */
  entries<T>(prefix: string): Promise<readonly (readonly [key: string, value: T])[]>;
  /** Takes from the disk what was deleted or overwritten: LevelDB keeps it until it has a reason of its own to go over its files. */
  compact(): Promise<void>;
  /** The value at `key`; where there is none, the one that `make` makes, kept from then on. */
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

/** Throws `DataInUse` if another process has the folder open. */
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

/** The same of a folder that nobody has open. */
export const compactFolder = async (folder: string): Promise<void> => {
  const db = new ClassicLevel<string, unknown>(folder);
  await db.open();
  await compactAll(db);
  await db.close();
};

/** Before and behind every key. */
const [first, last] = ['\u0000', '\u{10ffff}'];

/**
 * LevelDB merges a file with those below it, and leaves the lowest as it is. So after what is in memory has become a file, another one is put
 * above all of them, with a range that is all of theirs, and merged.
 */
const compactAll = async (db: ClassicLevel<string, unknown>): Promise<void> => {
  await db.compactRange(first, last);
  for (const key of [first, last]) await db.put(key, '');
  await db.compactRange(first, last);
  for (const key of [first, last]) await db.del(key, { sync: true });
};

const isLocked = (error: unknown): boolean => error instanceof Error && Object(error.cause).code === 'LEVEL_LOCKED';
