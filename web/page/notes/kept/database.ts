/** What is kept of a note, by who is signed in and the note's id. */
interface Record<T> {
  readonly sub: string;
  readonly noteId: string;
  readonly value: T;
}

export type ObjectStoreName = 'entries' | 'uploads';

const storeNames: readonly ObjectStoreName[] = ['entries', 'uploads'];

let opened: Promise<IDBDatabase> | undefined;

/** The database of this origin. Rejects where the browser allows none. */
const openDatabase = (): Promise<IDBDatabase> => {
  opened ??= new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('owned-notes', 1);
    opening.onupgradeneeded = () => {
      for (const name of storeNames) opening.result.createObjectStore(name, { keyPath: ['sub', 'noteId'] });
    };
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => resolve(opening.result);
  });
  return opened;
};

/** Arrays are greater than texts, so that is all keys of one user. */
const createKeyRange = (sub: string) => IDBKeyRange.bound([sub], [sub, []]);

const waitForEnd = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });

export const readAllKept = async <T>(name: ObjectStoreName, sub: string): Promise<readonly T[]> => {
  const transaction = (await openDatabase()).transaction(name);
  const all = transaction.objectStore(name).getAll(createKeyRange(sub));
  await waitForEnd(transaction);
  return (all.result as readonly Record<T>[]).map(({ value }) => value);
};

/** Puts what `change` makes of a record in its place, in one transaction; `undefined` is no record. Resolves once it is on the disk. */
export const changeKept = async <T>(
  name: ObjectStoreName,
  sub: string,
  noteId: string,
  change: (value: T | undefined) => T | undefined,
): Promise<T | undefined> => {
  const transaction = (await openDatabase()).transaction(name, 'readwrite', { durability: 'strict' });
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
};

/** Forgets all that is kept of one user. */
export const forgetKept = async (sub: string): Promise<void> => {
  const transaction = (await openDatabase()).transaction(storeNames, 'readwrite');
  for (const name of storeNames) transaction.objectStore(name).delete(createKeyRange(sub));
  await waitForEnd(transaction);
};
