import { readdir, readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { headersOf, type ObjectHeaders } from '../../web/page-writer/headers-of.ts';

/** Files of a built app, by their paths as in `/assets/index-1a2b.js`, and `/` for `/index.html`. */
export type StaticFiles = ReadonlyMap<string, StaticFile>;

interface StaticFile {
  /** Those that it is deployed with. */
  readonly headers: ObjectHeaders;
  readonly contents: Buffer;
  readonly gzipped: Buffer;
}

/** Reads all of them once, so that no request names a file of the disk. Throws for a file of a type that the app should not have. */
export const readStaticFiles = async (folder: string): Promise<StaticFiles> => {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map<string, StaticFile>();
  for (const entry of found.filter((each) => each.isFile())) {
    const file = join(entry.parentPath, entry.name);
    const name = file.slice(folder.length + 1).replaceAll(sep, '/');
    const headers = headersOf(name);
    if (headers === undefined) throw new Error(`A built page has no file like ${entry.name}.`);
    const contents = await readFile(file);
    const gzipped = await promisify(gzip)(contents, { level: 9 });
    files.set(`/${name}`, { headers, contents, gzipped });
  }
  const index = files.get('/index.html');
  if (index !== undefined) files.set('/', index);
  return files;
};

/** Answers with the file, compressed for who takes that, as CloudFront does; without its body where the method is HEAD. */
export const sendFile = (
  { method, headers: { 'accept-encoding': accepted = '' } }: IncomingMessage,
  response: ServerResponse,
  { headers, contents, gzipped }: StaticFile,
  security: Readonly<Record<string, string>>,
): void => {
  const isCompressed = /\bgzip\b/.test(String(accepted));
  const body = isCompressed ? gzipped : contents;
  response
    .writeHead(200, {
      ...security,
      ...headers,
      ...(isCompressed && { 'content-encoding': 'gzip' }),
      vary: 'accept-encoding',
      'content-length': body.length,
    })
    .end(method === 'HEAD' ? undefined : body);
};
