import { mkdir, readdir, readFile, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createQueue } from '../one-at-a-time.ts';
import type { ChecksumAlgorithm, ChecksumType } from './checksums.ts';
import type { DataFiles } from './data-files.ts';
import { syncFolder, writeAtomically } from './disk.ts';
import { createRandomName, type Description, type StoredPart } from './objects.ts';
import { createS3Error } from './s3-error.ts';

/** A multipart upload in progress. */
export interface Upload {
  readonly id: string;
  readonly key: string;
  /** Epoch milliseconds, in whole seconds. */
  readonly initiated: number;
  readonly description: Description;
  readonly checksum?: { readonly algorithm: ChecksumAlgorithm; readonly type: ChecksumType };
}

export interface UploadedPart extends StoredPart {
  readonly number: number;
  /** Without quotes. */
  readonly etag: string;
  /** Epoch milliseconds, in whole seconds. */
  readonly lastModified: number;
}

export interface Uploads {
  all(): readonly Upload[];
  /** Returns an upload. Throws `NoSuchUpload`, also if the upload is for another key. */
  find(id: string, key: string): Upload;
  /** Returns the parts in order of their numbers. */
  parts(id: string): readonly UploadedPart[];
  begin(upload: Omit<Upload, 'id'>): Promise<Upload>;
  /** Adds a part and takes over the hold on its data file. */
  addPart(upload: Upload, part: UploadedPart): Promise<void>;
  /** Removes the upload and its parts once `use` resolves. No other change to this upload happens meanwhile. */
  end<T>(upload: Upload, use: (parts: readonly UploadedPart[]) => Promise<T>): Promise<T>;
}

/**
 * Opens a folder that has a subfolder for each upload, with a file about the upload and one for each part that names
 * its data file: what was acknowledged survives a restart. The file about the upload is created first and deleted
 * first; a subfolder without it is not an upload.
 */
export const openUploads = async (folder: string, temporary: string, data: DataFiles): Promise<Uploads> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const uploads = new Map<string, { readonly upload: Upload; readonly parts: Map<number, UploadedPart> }>();
  for (const id of await readdir(folder)) {
    const read = async (name: string) => JSON.parse(await readFile(join(folder, id, name), 'utf8'));
    const names = await readdir(join(folder, id));
    if (!names.includes(about)) {
      await rm(join(folder, id), { recursive: true });
      continue;
    }
    const found: UploadedPart[] = await Promise.all(names.filter((name) => name !== about).map(read));
    uploads.set(id, { upload: await read(about), parts: new Map(found.map((part) => [part.number, part])) });
    data.hold(found.map(({ file }) => file));
  }
  const inTurn = createQueue();
  const opened = (id: string, key: string) => {
    const found = uploads.get(id);
    if (found === undefined || found.upload.key !== key) throw createS3Error('NoSuchUpload');
    return found;
  };
  const listParts = (id: string): readonly UploadedPart[] =>
    [...(uploads.get(id)?.parts.values() ?? [])].sort((a, b) => a.number - b.number);
  const write = (id: string, name: string, value: unknown) =>
    writeAtomically(
      join(folder, id, name),
      JSON.stringify(value),
      join(temporary, createRandomName()),
      join(folder, id),
    );

  return {
    all: () => [...uploads.values()].map(({ upload }) => upload),
    find: (id, key) => opened(id, key).upload,
    parts: listParts,
    begin: async (begun) => {
      const upload = { id: createRandomName(), ...begun };
      await mkdir(join(folder, upload.id), { mode: 0o700 });
      await write(upload.id, about, upload);
      await syncFolder(folder);
      uploads.set(upload.id, { upload, parts: new Map() });
      return upload;
    },
    addPart: ({ id, key }, part) =>
      inTurn(id, async () => {
        try {
          opened(id, key);
          await write(id, `part-${part.number}`, part);
        } catch (error) {
          await data.letGo([part.file]);
          throw error;
        }
        const { parts } = opened(id, key);
        const replaced = parts.get(part.number);
        parts.set(part.number, part);
        if (replaced !== undefined) await data.letGo([replaced.file]);
      }),
    end: ({ id, key }, use) =>
      inTurn(id, async () => {
        opened(id, key);
        const parts = listParts(id);
        const result = await use(parts);
        await unlink(join(folder, id, about));
        await syncFolder(join(folder, id));
        uploads.delete(id);
        await rm(join(folder, id), { recursive: true });
        await data.letGo(parts.map(({ file }) => file));
        return result;
      }),
  };
};

const about = 'upload';
