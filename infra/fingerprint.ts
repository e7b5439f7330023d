import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Another one when a file is renamed or changed; by it what was made of them is kept. The files are named from `root`. */
export const fingerprintOf = async (root: string, files: readonly string[]): Promise<string> => {
  const hash = createHash('sha256');
  for (const file of files) hash.update(JSON.stringify([file, await readFile(join(root, file), 'utf8')]));
  return hash.digest('hex').slice(0, 32);
};
