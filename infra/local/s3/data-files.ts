import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from './disk.ts';

/** Bytes of one data file, both ends included. */
export interface Slice {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The bytes of objects and parts, each in a file that is never changed. File names are random, so no part of a key ever
 * gets into a path. Objects, uploads and readers share files by reference counting; the last one to let go removes the
 * file.
 */
export interface DataFiles {
  /**
   * Creates a file, held once. What `fill` writes is on disk when this resolves; nothing of it stays if `fill` rejects.
   */
  create<T>(fill: (write: (bytes: Buffer) => Promise<void>) => Promise<T>): Promise<{ file: string; filled: T }>;
  hold(files: readonly string[]): void;
  letGo(files: readonly string[]): Promise<void>;
  /** Yields bytes. The caller must hold the files. */
  read(slices: readonly Slice[]): AsyncGenerator<Buffer>;
  /** Removes files that nobody holds, which a killed process left. */
  clear(): Promise<void>;
}

/** Bytes that are written or read at once: more is no faster, and each transfer keeps this much in memory. */
const batch = 512 * 1024;
/** Pieces that are gathered at most: tiny pieces take far more memory than their bytes. */
const mostPieces = 1024;

export const openDataFiles = async (folder: string): Promise<DataFiles> => {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const holders = new Map<string, number>();
  const hold = (files: readonly string[]): void => {
    for (const file of files) holders.set(file, (holders.get(file) ?? 0) + 1);
  };
  const letGo = async (files: readonly string[]): Promise<void> => {
    const free = files.filter((file) => {
      const others = (holders.get(file) ?? 0) - 1;
      if (others > 0) holders.set(file, others);
      else holders.delete(file);
      return others <= 0;
    });
    // A file that is already gone is no error.
    await Promise.all(free.map((file) => rm(join(folder, file), { force: true })));
  };

  return {
    hold,
    letGo,
    create: async (fill) => {
      const file = randomBytes(16).toString('hex');
      hold([file]);
      const handle = await open(join(folder, file), 'wx', 0o600);
      try {
        const filled = await fillFile(handle, fill).finally(() => handle.close());
        await syncFolder(folder);
        return { file, filled };
      } catch (error) {
        await letGo([file]);
        throw error;
      }
    },
    read: async function* (slices) {
      for (const { file, start, end } of slices)
        yield* createReadStream(join(folder, file), { start, end, highWaterMark: batch });
    },
    clear: async () => {
      const left = (await readdir(folder)).filter((file) => !holders.has(file));
      await Promise.all(left.map((file) => rm(join(folder, file))));
    },
  };
};

/**
 * Fills a file: gathers the next bytes while one write is in progress, and holds back a source that is faster than
 * that.
 */
const fillFile = async <T>(
  handle: FileHandle,
  fill: (write: (bytes: Buffer) => Promise<void>) => Promise<T>,
): Promise<T> => {
  let gathered: Buffer[] = [];
  let length = 0;
  let writing: Promise<unknown> = Promise.resolve();
  const flush = async (): Promise<void> => {
    await writing;
    if (length === 0) return;
    writing = writeAll(handle, gathered);
    // Awaited by the next flush. Until then, a failure must not count as an unhandled rejection.
    writing.catch(() => {});
    gathered = [];
    length = 0;
  };
  try {
    const filled = await fill(async (bytes) => {
      gathered.push(bytes);
      length += bytes.length;
      if (length >= batch || gathered.length >= mostPieces) await flush();
    });
    await flush();
    await writing;
    await handle.sync();
    return filled;
  } finally {
    // Nothing may be written to a closed file.
    await writing.catch(() => {});
  }
};

const writeAll = async (handle: FileHandle, buffers: readonly Buffer[]): Promise<void> => {
  const whole = buffers.length === 1 ? (buffers[0] as Buffer) : Buffer.concat(buffers);
  for (let at = 0; at < whole.length; ) at += (await handle.write(whole, at)).bytesWritten;
};
