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
 * The bytes of objects and of parts, each in a file that is never changed again. Its name is random, so nothing of a key ever gets
 * into a path. Objects, uploads and readers share files by counting who needs them; the last one to let go removes them.
 */
export interface DataFiles {
  /** What `fill` writes is on disk when this resolves, held once; nothing of it stays where `fill` rejects. */
  create<T>(fill: (write: (bytes: Buffer) => Promise<void>) => Promise<T>): Promise<{ file: string; filled: T }>;
  hold(files: readonly string[]): void;
  letGo(files: readonly string[]): Promise<void>;
  /** Whoever reads must hold the files. */
  read(slices: readonly Slice[]): AsyncGenerator<Buffer>;
  /** Removes what nobody holds: what a process that was killed has left. */
  clear(): Promise<void>;
}

/** Bytes that are written or read at once: larger ones are no faster, and this is what each transfer keeps in memory. */
const batch = 512 * 1024;
/** Of pieces that are a byte each, many fewer bytes are as much memory. */
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
    // One that is gone already is what was wanted.
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
        const filled = await written(handle, fill).finally(() => handle.close());
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

/** One write is under way while the next bytes come; what comes faster than that waits. */
const written = async <T>(
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
    // Awaited by the next one; until then, a failure of it must not count as one that nobody waits for.
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
    // Nothing is to be written to a file that is closed.
    await writing.catch(() => {});
  }
};

const writeAll = async (handle: FileHandle, buffers: readonly Buffer[]): Promise<void> => {
  const whole = buffers.length === 1 ? (buffers[0] as Buffer) : Buffer.concat(buffers);
  for (let at = 0; at < whole.length; ) at += (await handle.write(whole, at)).bytesWritten;
};
