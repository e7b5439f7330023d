import { readdir, readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** Files of a built app, by their paths as in `/assets/index-1a2b.js`, and `/` for `/index.html`. */
export type StaticFiles = ReadonlyMap<string, StaticFile>;

interface StaticFile {
  readonly type: string;
  readonly contents: Buffer;
  readonly gzipped: Buffer;
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
    const contents = await readFile(file);
    const gzipped = await promisify(gzip)(contents, { level: 9 });
    files.set(path, { type, contents, gzipped, immutable: path.startsWith('/assets/') });
  }
  const index = files.get('/index.html');
  if (index !== undefined) files.set('/', index);
  return files;
};

/** Answers with the file, compressed for who takes that, as CloudFront does; without its body where the method is HEAD. */
export const sendFile = (
  { method, headers: { 'accept-encoding': accepted = '' } }: IncomingMessage,
  response: ServerResponse,
  { type, contents, gzipped, immutable }: StaticFile,
  headers: Readonly<Record<string, string>>,
): void => {
  const isCompressed = /\bgzip\b/.test(String(accepted));
  const body = isCompressed ? gzipped : contents;
  response
    .writeHead(200, {
      ...headers,
      'content-type': type,
      ...(isCompressed && { 'content-encoding': 'gzip' }),
      vary: 'accept-encoding',
      'content-length': body.length,
      'cache-control': immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    })
    .end(method === 'HEAD' ? undefined : body);
};
