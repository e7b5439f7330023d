import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { findObjectHeaders } from './page-writer/find-object-headers.ts';

/** What a deployment needs to know about a built page. */
export interface BuiltPage {
  /** The contents of `index.html`, to which a deployment adds its policy. */
  readonly index: string;
  /** All other files, sorted, such as `assets/index-Dx3kQ9aB.js`. */
  readonly files: readonly string[];
}

/** Tells whether a name follows Vite's pattern: a hash of the content before the extension. */
const isNamedByContent = (name: string): boolean => /^assets\/.+-[\w-]{8,}\.\w+$/.test(name);

/** Reads a built page. Throws if it contains something that could not be served correctly. */
export const readPage = (folder: string): BuiltPage => {
  const names = listFilesBelow(folder);
  if (!names.includes('index.html')) throw new Error(`There is no built page in ${folder}: it has no index.html.`);
  const files = names.filter((name) => name !== 'index.html');
  for (const name of files) {
    if (name === 'config.json') throw new Error(`The deployment writes ${name}, not the build.`);
    if (name.startsWith('assets/') && !isNamedByContent(name))
      throw new Error(`${name} would be cached for a year, but has no hash of its content in its name.`);
    if (findObjectHeaders(name) === undefined) throw new Error(`The media type of ${name} is not known.`);
  }
  return { index: readFileSync(join(folder, 'index.html'), 'utf8'), files };
};

/** Lists the names of all files below a folder, sorted. */
export const listFilesBelow = (folder: string): readonly string[] => {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      join(parentPath, name).slice(folder.length).replaceAll('\\', '/').replace(/^\/+/, ''),
    )
    .toSorted();
};
