import { readdir, readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';

/** Files of a built app, by their paths as in `/assets/index-1a2b.js`, and `/` for `/index.html`. */
export type StaticFiles = ReadonlyMap<string, StaticFile>;

interface StaticFile {
  readonly type: string;
  readonly contents: Buffer;
  /** Whether its name has a hash of its contents, so that it never changes. */
  readonly immutable: boolean;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Reads all of them once, so that no request names a file of the disk. Throws for a file of a type that the app should not have. */
export const readStaticFiles = async (folder: string): Promise<StaticFiles> => {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map<string, StaticFile>();
  for (const entry of found.filter((each) => each.isFile())) {
    const file = join(entry.parentPath, entry.name);
    const type = types[extname(file)];
    if (type === undefined) throw new Error(`A built page has no file like ${entry.name}.`);
    const path = `/${file.slice(folder.length + 1).replaceAll(sep, '/')}`;
    files.set(path, { type, contents: await readFile(file), immutable: path.startsWith('/assets/') });
  }
  const index = files.get('/index.html');
  if (index !== undefined) files.set('/', index);
  return files;
};

/** Answers with the file, or says that there is none. */
export const sendFile = (
  response: ServerResponse,
  file: StaticFile,
  headers: Readonly<Record<string, string>>,
  withBody = true,
): void => {
  response
    .writeHead(200, {
      ...headers,
      'content-type': file.type,
      'content-length': file.contents.length,
      'cache-control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    })
    .end(withBody ? file.contents : undefined);
};
