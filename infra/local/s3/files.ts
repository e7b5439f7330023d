import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type DataFiles, openDataFiles } from './data-files.ts';
import { type Objects, openObjects } from './objects.ts';
import { openUploads, type Uploads } from './uploads.ts';

/** Everything in a bucket. */
export interface Files {
  readonly data: DataFiles;
  readonly objects: Objects;
  readonly uploads: Uploads;
}

/** Opens a folder that no other process has open, and removes what a killed process left half done. */
export const openFiles = async (folder: string): Promise<Files> => {
  const temporary = join(folder, 'temporary');
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true, mode: 0o700 });
  const [forData, forObjects, forUploads] = subfolders.map((name) => join(folder, name)) as [string, string, string];
  const data = await openDataFiles(forData);
  const objects = await openObjects(forObjects, temporary, data);
  const uploads = await openUploads(forUploads, temporary, data);
  await data.clear();
  return { data, objects, uploads };
};

const subfolders = ['data', 'objects', 'uploads'] as const;

/**
 * Opens a folder that no other process has open, and checks that it has all bytes of each object and of each part.
 * Throws if not. A folder without anything in it is sound: a stack may have no bucket.
 */
export const checkFiles = async (folder: string): Promise<void> => {
  const names = await readdir(folder);
  if (names.length === 0) return;
  // They would be created, and everything that they should name deleted.
  const missing = subfolders.find((name) => !names.includes(name));
  if (missing !== undefined) throw new Error(`${missing} is missing`);
  const { objects, uploads } = await openFiles(folder);
  const ofObjects = [...objects.keys.from('')].flatMap((key) => objects.find(key)?.parts ?? []);
  const ofUploads = uploads.all().flatMap(({ id }) => uploads.parts(id));
  for (const { file, size } of [...ofObjects, ...ofUploads]) {
    const found = await stat(join(folder, 'data', file));
    if (found.size !== size) throw new Error(`data/${file} has ${found.size} bytes, not ${size}`);
  }
};
