import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { listFilesBelow } from '../../web/built-page.ts';
import { findObjectHeaders, type ObjectHeaders } from '../../web/page-writer/find-object-headers.ts';

/** Files of a built app, by path, as in `/assets/index-1a2b.js`; `/` is `/index.html`. */
export type StaticFiles = ReadonlyMap<string, StaticFile>;

interface StaticFile {
  /** The headers that the file is deployed with. */
  readonly headers: ObjectHeaders;
  readonly contents: Buffer;
  /** Compresses on first use rather than when the stack starts. */
  readonly gzipped: () => Buffer;
}

/**
 * Reads all files once, so that no request can name a file on disk. Throws if a file has a type that the app should not
 * contain.
 */
export const readStaticFiles = async (folder: string): Promise<StaticFiles> => {
  const files = new Map<string, StaticFile>();
  for (const name of listFilesBelow(folder)) {
    const headers = findObjectHeaders(name);
    if (headers === undefined) throw new Error(`A built page has no file like ${name}.`);
    const contents = await readFile(join(folder, name));
    let known: Buffer | undefined;
    const gzipped = () => {
      known ??= gzipSync(contents, { level: 9 });
      return known;
    };
    files.set(`/${name}`, { headers, contents, gzipped });
  }
  const index = files.get('/index.html');
  if (index !== undefined) files.set('/', index);
  return files;
};

/** Sends the file, compressed for clients that accept it, as CloudFront does; without a body if the method is HEAD. */
export const sendFile = (
  { method, headers: { 'accept-encoding': accepted = '' } }: IncomingMessage,
  response: ServerResponse,
  { headers, contents, gzipped }: StaticFile,
  security: Readonly<Record<string, string>>,
): void => {
  const isCompressed = /\bgzip\b/.test(String(accepted));
  const body = isCompressed ? gzipped() : contents;
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
