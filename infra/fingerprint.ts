import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Returns a digest that changes when a file is renamed or changed, used as the cache key of what is built from the
 * files. File names are relative to `root`.
 */
export const calculateFingerprint = async (root: string, files: readonly string[]): Promise<string> => {
  const hash = createHash('sha256');
  for (const file of files) hash.update(JSON.stringify([file, await readFile(join(root, file), 'utf8')]));
  return hash.digest('hex').slice(0, 32);
};
