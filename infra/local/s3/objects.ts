import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createQueue } from '../one-at-a-time.ts';
import type { Checksum, ChecksumType } from './checksums.ts';
import type { DataFiles, Slice } from './data-files.ts';
import { syncFolder, writeAtomically } from './disk.ts';
import { createSortedKeys, type SortedKeys } from './key-order.ts';

/** An object as stored: everything except its bytes, and where those are. */
export interface StoredObject {
  readonly key: string;
  /** Without quotes. */
  readonly etag: string;
  /** Bytes. */
  readonly size: number;
  /** Epoch milliseconds, in whole seconds: HTTP has no finer resolution. */
  readonly lastModified: number;
  readonly description: Description;
  readonly checksum?: Checksum & { readonly type: ChecksumType };
  /** The parts in order: as many as were uploaded, or one if the object was uploaded whole. */
  readonly parts: readonly StoredPart[];
  readonly inParts: boolean;
  /** Values by name; absent if the object has none. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** The description that an object's writer gives. */
export interface Description {
  /** `content-type` and others, by name. */
  readonly headers: Readonly<Record<string, string>>;
  /** By their names after `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
}

export interface StoredPart {
  readonly file: string;
  /** Bytes. */
  readonly size: number;
  /** In base64. */
  readonly checksum?: string;
}

/** Throws if the current object forbids the change. No other change to this key happens meanwhile. */
export type Condition = (current: StoredObject | undefined) => void;

export interface Objects {
  find(key: string): StoredObject | undefined;
  keys: Pick<SortedKeys, 'from'>;
  /** Stores an object and takes over the hold on its data files, which are released if the condition throws. */
  put(object: StoredObject, condition: Condition): Promise<void>;
  delete(key: string, condition: Condition): Promise<void>;
  /** Replaces the tags of an object. Returns whether it exists; otherwise nothing happens. */
  tag(key: string, tags: StoredObject['tags']): Promise<boolean>;
}

/**
 * Opens a folder with one metadata file for each object, named by a hash of the key: no key can lead out of the folder,
 * be too long for a file name, or differ from another only in case. The metadata names the data files, and its rename
 * is what makes the object visible.
 */
export const openObjects = async (folder: string, temporary: string, data: DataFiles): Promise<Objects> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const objects = new Map<string, StoredObject>();
  for (const name of await readdir(folder)) {
    const object: StoredObject = JSON.parse(await readFile(join(folder, name), 'utf8'));
    objects.set(object.key, object);
    data.hold(listDataFiles(object));
  }
  const keys = createSortedKeys(objects.keys());
  const inTurn = createQueue();
  const pathOf = (key: string): string => join(folder, createHash('sha256').update(key).digest('hex'));
  const write = (object: StoredObject): Promise<void> =>
    writeAtomically(pathOf(object.key), JSON.stringify(object), join(temporary, createRandomName()), folder);

  return {
    find: (key) => objects.get(key),
    keys,
    put: (object, condition) =>
      inTurn(object.key, async () => {
        const { key } = object;
        const current = objects.get(key);
        try {
          condition(current);
          await write(object);
        } catch (error) {
          await data.letGo(listDataFiles(object));
          throw error;
        }
        objects.set(key, object);
        keys.add(key);
        if (current !== undefined) await data.letGo(listDataFiles(current));
      }),
    delete: (key, condition) =>
      inTurn(key, async () => {
        const current = objects.get(key);
        condition(current);
        if (current === undefined) return;
        await unlink(pathOf(key));
        await syncFolder(folder);
        objects.delete(key);
        keys.delete(key);
        await data.letGo(listDataFiles(current));
      }),
    tag: (key, tags) =>
      inTurn(key, async () => {
        const { tags: _, ...current } = objects.get(key) ?? {};
        if (!isStored(current)) return false;
        const object = tags === undefined ? current : { ...current, tags };
        await write(object);
        objects.set(key, object);
        return true;
      }),
  };
};

const isStored = (object: Partial<StoredObject>): object is StoredObject => object.key !== undefined;

export const createRandomName = (): string => randomBytes(16).toString('hex');

export const listDataFiles = ({ parts }: Pick<StoredObject, 'parts'>): readonly string[] =>
  parts.map(({ file }) => file);

/** Returns where the bytes from `start` to `end` are, both included. */
export const findSlices = ({ parts }: Pick<StoredObject, 'parts'>, start: number, end: number): readonly Slice[] => {
  let offset = 0;
  return parts.flatMap(({ file, size }) => {
    const [first, last] = [Math.max(start - offset, 0), Math.min(end - offset, size - 1)];
    offset += size;
    return first <= last ? [{ file, start: first, end: last }] : [];
  });
};
