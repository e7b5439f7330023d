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
  /** Every entry whose key starts with `prefix`, in the order of the keys. */
  entries<T>(prefix: string): Promise<readonly (readonly [key: string, value: T])[]>;
  /** The value at `key`; where there is none, the one that `make` makes, kept from then on. */
  remember<T>(key: string, make: () => T | Promise<T>): Promise<T>;
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
    entries: async <T>(prefix: string) =>
      (await db.iterator({ gte: prefix, lt: `${prefix}\uffff` }).all()) as [string, T][],
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

const isLocked = (error: unknown): boolean => error instanceof Error && Object(error.cause).code === 'LEVEL_LOCKED';
