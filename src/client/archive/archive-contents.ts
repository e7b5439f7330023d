import { err, ok, type Result, ResultAsync } from 'neverthrow';
import { type Ending, withEnding } from '../ending.ts';
import type { Aborted } from '../failures.ts';
import { type ByteReader, type ByteSource, createByteReader } from './byte-reader.ts';
import { readArchive } from './read-archive.ts';
import type { ReadFailure } from './read-entries.ts';

/**
 * The contents of an archive, or of the part of one.
 *
 * @example
 * const inWords = ({ notes, files, isWhole }: ArchiveContents): string =>
 *   `${notes.size} notes and ${files.size} files${isWhole ? '' : ', and then it breaks off'}`;
 */
export interface ArchiveContents {
  /** When each note was last written, in epoch milliseconds, by its id. */
  readonly notes: ReadonlyMap<string, number>;
  /** The size of each file in bytes, and when it was written, in epoch seconds, by its key. */
  readonly files: ReadonlyMap<string, { readonly size: number; readonly time: number }>;
  /** Whether the archive is complete. */
  readonly isWhole: boolean;
  /** How many bytes from the beginning are whole entries. To resume an export that broke off, cut its archive here. */
  readonly end: number;
}

/**
 * Reads through an archive without importing anything, to check whether it can be imported, or where it breaks off. An
 * archive that is cut is a success, whose `isWhole` is false. `signal` ends it with `Aborted`.
 *
 * @example
 * const isWhole = await readArchiveContents(file.stream()).map((contents) => contents.isWhole);
 */
export const readArchiveContents = (
  archive: ByteSource,
  { signal }: { readonly signal?: AbortSignal } = {},
): ResultAsync<ArchiveContents, ReadFailure | Aborted> => {
  const reader = createByteReader(archive);
  const read = withEnding(signal, (ending) => readContents(reader, ending), Number.POSITIVE_INFINITY);
  return new ResultAsync(
    read.finally(() => {
      // Not awaited: a pipe that nobody writes to would never end.
      void reader.close();
    }),
  );
};

const readContents = async (reader: ByteReader, ending: Ending): Promise<Result<ArchiveContents, ReadFailure>> => {
  const notes = new Map<string, number>();
  const files = new Map<string, { readonly size: number; readonly time: number }>();
  let end = 0;
  const found = (isWhole: boolean) => ok({ notes, files, isWhole, end });
  for await (const read of readArchive(reader)) {
    // The caller has its answer already.
    if (ending.signal?.aborted) break;
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
  return found(false);
};
