import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { CliError, usage } from './cli-error.ts';
import { exitCodes } from './exit-codes.ts';
import { createIoError, readErrorCode } from './io-error.ts';

const { O_CREAT, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_RDWR } = constants;

/** Bytes per read. */
const pieceSize = 1024 * 1024;

/** An open file whose existing content is kept, and written after. */
export interface ArchiveFile extends AsyncDisposable {
  /** Yields the existing content from the beginning. */
  pieces(): AsyncGenerator<Uint8Array, void>;
  /** Truncates the file to `size` bytes; later writes follow them. */
  cutTo(size: number): Promise<void>;
  write(bytes: Uint8Array): Promise<true>;
  /**
   * Waits until everything is on disk. Throws `CliError` if the file's size shows that another program writes to it
   * too.
   */
  settle(): Promise<void>;
}

/**
 * Opens the file that an export is written to until it is complete: with owner-only permissions, and never through a
 * symbolic link. Throws `CliError`.
 */
export const createArchive = async (file: string): Promise<ArchiveFile> => {
  const handle = await openFile(file, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 'written');
  let at = 0;
  const written = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      throw error instanceof CliError ? error : createIoError(file, 'written', error);
    }
  };
  return {
    pieces: () => readPieces(handle, file),
    cutTo: (size) =>
      written(async () => {
        await handle.truncate(size);
        at = size;
      }),
    write: async (bytes) => {
      await written(async () => {
        for (let from = 0; from < bytes.length; ) {
          const { bytesWritten } = await handle.write(bytes, from, bytes.length - from, at);
          from += bytesWritten;
          at += bytesWritten;
        }
      });
      return true;
    },
    settle: () =>
      written(async () => {
        await handle.sync();
        if ((await handle.stat()).size !== at)
          throw new CliError(
            exitCodes.conflict,
            `Another program is writing ${file}. Run this again when it has finished.`,
          );
      }),
    [Symbol.asyncDispose]: () => handle.close(),
  };
};

/** Opens a file to be read, possibly more than once. Throws `CliError`. */
export const openArchive = async (file: string) => {
  const handle = await openFile(file, O_RDONLY, 'read');
  return { pieces: () => readPieces(handle, file), [Symbol.asyncDispose]: () => handle.close() };
};

const openFile = async (file: string, flags: number, what: 'read' | 'written'): Promise<FileHandle> => {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, flags, 0o600);
    if ((await handle.stat()).isFile()) {
      // Without this, an existing file would keep its mode.
      if (what === 'written') await handle.chmod(0o600);
      return handle;
    }
  } catch (error) {
    await handle?.close();
    throw readErrorCode(error) === 'ELOOP' ? usage(`${file} is a link.`) : createIoError(file, what, error);
  }
  await handle.close();
  throw usage(`${file} is not a file.`);
};

async function* readPieces(handle: FileHandle, file: string): AsyncGenerator<Uint8Array, void> {
  for (let at = 0; ; ) {
    const buffer = new Uint8Array(pieceSize);
    let read: number;
    try {
      ({ bytesRead: read } = await handle.read(buffer, 0, pieceSize, at));
    } catch (error) {
      throw createIoError(file, 'read', error);
    }
    if (read === 0) return;
    at += read;
    yield buffer.subarray(0, read);
  }
}
