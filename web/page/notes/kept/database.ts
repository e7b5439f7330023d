/** What is stored for a note, by the signed-in user and the note's id. */
interface Record<T> {
  readonly sub: string;
  readonly noteId: string;
  readonly value: T;
}

export type ObjectStoreName = 'entries' | 'uploads';

const storeNames: readonly ObjectStoreName[] = ['entries', 'uploads'];

let opened: Promise<IDBDatabase> | undefined;
let wasOpened = false;

/** Tells whether this page has ever opened the database. */
export const hasDatabase = (): boolean => wasOpened;

/** Opens the database of this origin. Rejects if the browser allows none. */
const openDatabase = (): Promise<IDBDatabase> => {
  opened ??= new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('owned-notes', 1);
    opening.onupgradeneeded = () => {
      for (const name of storeNames) opening.result.createObjectStore(name, { keyPath: ['sub', 'noteId'] });
    };
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      wasOpened = true;
      resolve(opening.result);
    };
  });
  return opened;
};

/**
 * Does `work` in the database. If it fails, does it once more over a new connection: browsers close those of tabs that
 * have been in the background for long. `work` is one transaction, which has either ended or changed nothing.
 */
const inDatabase = async <T>(work: (database: IDBDatabase) => Promise<T>): Promise<T> => {
  const connection = openDatabase();
  try {
    return await work(await connection);
  } catch {
    if (opened === connection) opened = undefined;
    void connection.then((database) => database.close()).catch(() => {});
    return work(await openDatabase());
  }
};

/** Creates the range of all keys of one user: arrays sort after strings. */
const createKeyRange = (sub: string) => IDBKeyRange.bound([sub], [sub, []]);

const waitForEnd = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });

export const readAllKept = <T>(name: ObjectStoreName, sub: string): Promise<readonly T[]> =>
  inDatabase(async (database) => {
    const transaction = database.transaction(name);
    const all = transaction.objectStore(name).getAll(createKeyRange(sub));
    await waitForEnd(transaction);
    return (all.result as readonly Record<T>[]).map(({ value }) => value);
  });

export const readKept = <T>(name: ObjectStoreName, sub: string, noteId: string): Promise<T | undefined> =>
  inDatabase(async (database) => {
    const transaction = database.transaction(name);
    const found = transaction.objectStore(name).get([sub, noteId]);
    await waitForEnd(transaction);
    return (found.result as Record<T> | undefined)?.value;
  });

/**
 * Replaces a record with what `change` returns, in one transaction; `undefined` means no record. Resolves once it is on
 * disk.
 */
export const changeKept = <T>(
  name: ObjectStoreName,
  sub: string,
  noteId: string,
  change: (value: T | undefined) => T | undefined,
): Promise<T | undefined> =>
  inDatabase(async (database) => {
    const transaction = database.transaction(name, 'readwrite', { durability: 'strict' });
    const store = transaction.objectStore(name);
    const done = waitForEnd(transaction);
    const found = store.get([sub, noteId]);
    let next: T | undefined;
    found.onsuccess = () => {
      next = change((found.result as Record<T> | undefined)?.value);
      if (next === undefined) store.delete([sub, noteId]);
      else store.put({ sub, noteId, value: next } satisfies Record<T>);
    };
    await done;
    return next;
  });

/** Deletes everything stored for one user. */
export const forgetKept = (sub: string): Promise<void> =>
  inDatabase(async (database) => {
    const transaction = database.transaction(storeNames, 'readwrite');
    for (const name of storeNames) transaction.objectStore(name).delete(createKeyRange(sub));
    await waitForEnd(transaction);
  });
