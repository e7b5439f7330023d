import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { listFilesBelow } from '../../web/built-page.ts';
import { findObjectHeaders, type ObjectHeaders } from '../../web/page-writer/find-object-headers.ts';

/** Files of a built app, by their paths as in `/assets/index-1a2b.js`, and `/` for `/index.html`. */
export type StaticFiles = ReadonlyMap<string, StaticFile>;

interface StaticFile {
  /** Those that it is deployed with. */
  readonly headers: ObjectHeaders;
  readonly contents: Buffer;
  /** Compressed when it is asked for first, and not when the stack starts. */
  readonly gzipped: () => Buffer;
}

/** Reads all of them once, so that no request names a file of the disk. Throws for a file of a type that the app should not have. */
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

/** Answers with the file, compressed for who takes that, as CloudFront does; without its body where the method is HEAD. */
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
