import { mkdir, rm } from 'node:fs/promises';
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
  const data = await openDataFiles(join(folder, 'data'));
  const objects = await openObjects(join(folder, 'objects'), temporary, data);
  const uploads = await openUploads(join(folder, 'uploads'), temporary, data);
  await data.clear();
  return { data, objects, uploads };
};
