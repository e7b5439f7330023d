import { type FileHandle, open, realpath } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { FileLike } from '../client/file-like.ts';
import { previewTypeOf } from '../client/media-types.ts';
import { CliError, usage } from './cli-error.ts';
import { createIoError } from './io-error.ts';

/** An open file on disk, to be sent. */
export interface FileToSend extends AsyncDisposable {
  readonly file: FileLike;
  /** The real path, with symbolic links resolved. */
  readonly path: string;
  readonly size: number;
  /** Epoch milliseconds of the last modification. */
  readonly changed: number;
}

/** Opens a file that is named on the command line. Throws `CliError`. */
export const openFileToSend = async (cwd: string, given: string): Promise<FileToSend> => {
  let handle: FileHandle | undefined;
  try {
    const path = await realpath(resolve(cwd, given));
    handle = await open(path, 'r');
    const stats = await handle.stat();
    if (!stats.isFile()) throw usage(`${given} is not a file.`);
    const opened = handle;
    const slice = (start: number, end: number) => ({ arrayBuffer: () => readBytes(opened, start, end) });
    const name = basename(given);
    const type = previewTypeOf(name) ?? 'application/octet-stream';
    return {
      ...{ file: { name, size: stats.size, type, slice }, path, size: stats.size, changed: stats.mtimeMs },
      [Symbol.asyncDispose]: () => opened.close(),
    };
  } catch (error) {
    await handle?.close();
    throw error instanceof CliError ? error : createIoError(given, 'read', error);
  }
};

/** Reads the bytes from `start` to `end`; fewer if the file has become shorter. */
const readBytes = async (handle: FileHandle, start: number, end: number): Promise<ArrayBuffer> => {
  const bytes = new Uint8Array(end - start);
  let filled = 0;
  for (;;) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, start + filled);
    filled += bytesRead;
    if (bytesRead === 0 || filled === bytes.length) return bytes.buffer.slice(0, filled);
  }
};
