import { err, ok, type Result, ResultAsync } from 'neverthrow';
import { type Ending, withEnding } from '../ending.ts';
import type { FileFailure } from '../file-failures.ts';
import { type FilesClient, listAllFiles } from '../files.ts';
import type { NotesClient } from '../notes.ts';
import type { CallFailure } from '../retry.ts';
import { runInParallel } from '../run-in-parallel.ts';
import { type ByteReader, type ByteSource, createByteReader } from './byte-reader.ts';
import { importFile, type KeptUploads } from './import-file.ts';
import { importNote } from './import-note.ts';
import { type ArchivedNote, readArchive } from './read-archive.ts';
import type { ReadFailure } from './read-entries.ts';

/**
 * A note or file that is not there after the import as it is in the archive. What is in its place stays unchanged.
 *
 * @example
 * const inWords = (each: NotThere): string => `${each.kind === 'note' ? each.noteId : each.key}: ${each.because}`;
 */
export type NotThere =
  /** The note at its id has another text; or it was deleted; or the API does not accept it. */
  | { readonly kind: 'note'; readonly noteId: string; readonly because: 'changed' | 'deleted' | 'refused' }
  /** Another file is at its key. */
  | { readonly kind: 'file'; readonly key: string; readonly because: 'changed' };

/**
 * The progress of an import.
 *
 * @example
 * const inWords = ({ notes, files }: Importing): string => `${notes} notes and ${files} files`;
 */
export interface Importing {
  /** Notes and files that are there as they are in the archive, whoever made them. */
  readonly notes: number;
  readonly files: number;
  /** Bytes of files that have been read. */
  readonly bytes: number;
}

/**
 * The result of an import.
 *
 * @example
 * const isComplete = ({ notThere }: Imported): boolean => notThere.length === 0;
 */
export interface Imported extends Importing {
  readonly notThere: readonly NotThere[];
  /** The new ids of notes that came back under another id, by their ids in the archive. */
  readonly revived: ReadonlyMap<string, string>;
}

/**
 * Options for an import.
 *
 * @example
 * const options: ImportOptions = { revive: true, onProgress: ({ notes }) => console.log(`${notes} notes`) };
 */
export interface ImportOptions {
  readonly signal?: AbortSignal;
  /** Called after each batch of notes, and after each piece of a file. */
  readonly onProgress?: (progress: Importing) => unknown;
  /**
   * Recreates notes that were deleted since, under new ids, as a deleted id is never used again. By default, they are
   * not recreated.
   */
  readonly revive?: boolean;
  /** Resumes the uploads of large files that an earlier import left unfinished. */
  readonly uploads?: KeptUploads;
}

/**
 * Why an import ended early. Repeating the same import does the rest.
 *
 * @example
 * const isAboutArchive = ({ kind }: ImportFailure): boolean => kind === 'InvalidArchive' || kind === 'ArchiveCut';
 */
export type ImportFailure = CallFailure | FileFailure | ReadFailure;

/**
 * Notes that are created concurrently, and notes that are read in a batch; as a rule, each has half a megabyte at most.
 */
const [mostAtOnce, batch] = [6, 48];

/**
 * Creates the notes and files of an archive, at the ids and keys that they had. Safe to repeat after any failure: it
 * creates nothing twice, and changes or replaces nothing that is there. A fault in the archive is reported only when it
 * is reached, and what stood before it has been imported by then. If the archive can be read twice, check it with
 * `readArchiveContents` first. The server dates the notes as new ones; their ids keep their order.
 *
 * @example
 * const imported = await importAll(file.stream(), notes, files).map(({ notThere }) => notThere);
 */
export const importAll = (
  archive: ByteSource,
  notes: Pick<NotesClient, 'create' | 'get'>,
  files: Pick<FilesClient, 'list' | 'attach' | 'download'>,
  options: ImportOptions = {},
): ResultAsync<Imported, ImportFailure> => {
  const reader = createByteReader(archive);
  const run = (ending: Ending) => importEntries(reader, notes, files, options, ending);
  const imported = withEnding(options.signal, run, Number.POSITIVE_INFINITY);
  return new ResultAsync(
    imported.finally(() => {
      // Not awaited: a pipe that nobody writes to would never end.
      void reader.close();
    }),
  );
};

const importEntries = async (
  reader: ByteReader,
  notes: Pick<NotesClient, 'create' | 'get'>,
  files: Pick<FilesClient, 'list' | 'attach' | 'download'>,
  { signal, onProgress, revive = false, uploads }: ImportOptions,
  ending: Ending,
): Promise<Result<Imported, ImportFailure>> => {
  const calls = signal === undefined ? {} : { signal };
  const done = { notes: 0, files: 0, bytes: 0 };
  const notThere: NotThere[] = [];
  const revived = new Map<string, string>();
  let there: ReadonlyMap<string, number> | undefined;
  const waiting: ArchivedNote[] = [];

  const makeNotes = async (): Promise<Result<void, CallFailure>> => {
    const each = waiting.splice(0);
    const made = await runInParallel(each, mostAtOnce, ending, (note) => importNote(note, { ...calls, notes, revive }));
    if (made.isErr()) return err(made.error);
    for (const [at, one] of made.value.entries()) {
      const { noteId = '' } = each[at] ?? {};
      if ('kind' in one) notThere.push(one);
      else {
        done.notes++;
        if (one.noteId !== noteId) revived.set(noteId, one.noteId);
      }
    }
    onProgress?.({ ...done });
    return ok();
  };

  for await (const read of readArchive(reader)) {
    if (read.isErr()) {
      // The notes before the failure were read correctly.
      const made = await makeNotes();
      return err(made.isErr() ? made.error : read.error);
    }
    const archived = read.value;
    if (archived.kind === 'note') waiting.push(archived.note);
    if (waiting.length === batch || (waiting.length > 0 && archived.kind !== 'note')) {
      const made = await makeNotes();
      if (made.isErr()) return err(made.error);
    }
    if (archived.kind !== 'file') continue;
    if (there === undefined) {
      const listed = await listSizes(files, calls);
      if (listed.isErr()) return err(listed.error);
      there = listed.value;
    }
    const { bytes } = done;
    const onBytes = (count: number) => {
      done.bytes = bytes + count;
      onProgress?.({ ...done });
    };
    const imported = await importFile(archived, { ...calls, files, there, uploads, onBytes });
    if (imported.isErr()) return err(imported.error);
    if (imported.value === undefined) done.files++;
    else notThere.push(imported.value);
    onBytes(archived.entry.size);
  }
  return ok({ ...done, notThere, revived });
};

const listSizes = async (
  files: Pick<FilesClient, 'list'>,
  calls: { readonly signal?: AbortSignal },
): Promise<Result<ReadonlyMap<string, number>, FileFailure>> => {
  const sizes = new Map<string, number>();
  for await (const listed of listAllFiles(files, calls)) {
    if (listed.isErr()) return err(listed.error);
    sizes.set(listed.value.key, listed.value.size);
  }
  return ok(sizes);
};
