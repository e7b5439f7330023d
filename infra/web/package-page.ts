import { createHash } from 'node:crypto';
import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from '../bundles.ts';
import { type BuiltPage, listFilesBelow, readPage } from './built-page.ts';

/** The page, and the function that puts it into its bucket. */
export interface PackagedPage extends BuiltPage {
  /** The folder of the function's `index.mjs`, with the page's files in `page/`. */
  readonly bundle: string;
  /** A digest of everything in `bundle`: it changes if anything there changes. */
  readonly digest: string;
}

const root = join(import.meta.dirname, '../..');

/**
 * Packs a built page together with the function that deploys it. The files travel in the function's own code, so it
 * needs no permission to read them from anywhere. Empties `folder` first.
 */
export const packagePage = async (built: string, folder = join(root, 'build/page-writer')): Promise<PackagedPage> => {
  const page = readPage(built);
  await rm(folder, { recursive: true, force: true });
  await bundle('infra/web/page-writer/handler.ts', folder);
  await cp(built, join(folder, 'page'), { recursive: true });
  const hash = createHash('sha256');
  for (const name of listFilesBelow(folder))
    hash.update(JSON.stringify([name, await readFile(join(folder, name), 'base64')]));
  return { ...page, bundle: folder, digest: hash.digest('hex') };
};
