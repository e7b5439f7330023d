import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DataFiles, dataFilesIn } from './data-files.ts';
import { type Objects, objectsIn } from './objects.ts';
import { type Uploads, uploadsIn } from './uploads.ts';

/** Everything that a bucket holds. */
export interface Files {
  readonly data: DataFiles;
  readonly objects: Objects;
  readonly uploads: Uploads;
}

/** Opens a folder that no other process has open, and removes what one that was killed has left half done. */
export const openFiles = async (folder: string): Promise<Files> => {
  const temporary = join(folder, 'temporary');
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true, mode: 0o700 });
  const data = await dataFilesIn(join(folder, 'data'));
  const objects = await objectsIn(join(folder, 'objects'), temporary, data);
  const uploads = await uploadsIn(join(folder, 'uploads'), temporary, data);
  await data.clear();
  return { data, objects, uploads };
};
