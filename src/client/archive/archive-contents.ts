import { err, ok, type Result, ResultAsync } from 'neverthrow';
import { type ByteSource, createByteReader } from './byte-reader.ts';
import { readArchive } from './read-archive.ts';
import type { ReadFailure } from './read-entries.ts';

/**
 * What is in an archive, or in the part of one.
 *
 * @example
 * const inWords = ({ notes, files, isWhole }: ArchiveContents): string =>
 *   `${notes.size} notes and ${files.size} files${isWhole ? '' : ', and then it breaks off'}`;
 */
export interface ArchiveContents {
  /** When each note was written last, in epoch milliseconds. */
  readonly notes: ReadonlyMap<string, number>;
  /** The bytes of each file, and when it was written, in epoch seconds. */
  readonly files: ReadonlyMap<string, { readonly size: number; readonly time: number }>;
  /** Whether all is there. */
  readonly isWhole: boolean;
  /** How many bytes from the beginning are whole entries: what an export that broke off is cut to, to be gone on with. */
  readonly end: number;
}

/**
 * Reads through an archive without importing anything, to see whether it can be, or where it broke off. One that is cut is a success, and
 * says so.
 *
 * @example
 * const isWhole = await readArchiveContents(file.stream()).map((contents) => contents.isWhole);
 */
export const readArchiveContents = (archive: ByteSource): ResultAsync<ArchiveContents, ReadFailure> =>
  new ResultAsync(readContents(archive));

const readContents = async (archive: ByteSource): Promise<Result<ArchiveContents, ReadFailure>> => {
  const reader = createByteReader(archive);
  const notes = new Map<string, number>();
  const files = new Map<string, { readonly size: number; readonly time: number }>();
  let end = 0;
  const found = (isWhole: boolean) => ok({ notes, files, isWhole, end });
  try {
    for await (const read of readArchive(reader)) {
      if (read.isErr()) return read.error.kind === 'ArchiveCut' ? found(false) : err(read.error);
      const archived = read.value;
      switch (archived.kind) {
        case 'opening':
          end = archived.end;
          break;
        case 'note': {
          const { noteId, createdAt = 0, updatedAt = createdAt } = archived.note;
          notes.set(noteId, updatedAt);
          end = archived.end;
          break;
        }
        case 'file': {
          const passed = await archived.entry.end();
          if (passed.isErr()) return passed.error.kind === 'ArchiveCut' ? found(false) : err(passed.error);
          const { size, time } = archived.entry;
          files.set(archived.key, { size, time });
          end = passed.value;
          break;
        }
        case 'closing':
          return found(true);
      }
    }
  } finally {
    await reader.close();
  }
  return found(false);
};
