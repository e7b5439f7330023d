import { err, ok, type Result } from 'neverthrow';
import { parseAttachmentKey } from '../../domain/attachment-key.ts';
import { brokenOff } from '../failures.ts';
import type { FileFailure } from '../file-failures.ts';
import type { StoredFile } from '../file-list.ts';
import { type FilesClient, listAllFiles } from '../files.ts';
import { listAllNotes, type NotesClient } from '../notes.ts';
import type { CallFailure } from '../retry.ts';
import type { ArchiveContents } from './archive-contents.ts';
import { closingName, formatFileEntryName, formatNoteEntryName, openingEntry, openingName } from './format.ts';
import { createEndOfArchive, createEntryHead, createJsonEntry, createPadding } from './write-entry.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/**
 * The progress of an export.
 *
 * @example
 * const inWords = ({ files, of }: Exporting): string => `${files} of ${of?.files ?? 'some'} files`;
 */
export interface Exporting {
  readonly notes: number;
  readonly files: number;
  /** Bytes of files. */
  readonly bytes: number;
  /** The total number of files and their bytes, known once the notes are exported. */
  readonly of?: { readonly files: number; readonly bytes: number };
}

/**
 * A file that is missing from the archive: it was deleted after it was listed, or this client does not accept its key.
 *
 * @example
 * const inWords = ({ key, because }: LeftOut): string => `${key}: ${because === 'gone' ? 'deleted' : 'no key'}`;
 */
export interface LeftOut {
  readonly key: string;
  readonly because: 'gone' | 'key';
}

/**
 * Options for an export.
 *
 * @example
 * const options: ExportOptions = { onProgress: ({ notes }) => console.log(`${notes} notes`) };
 */
export interface ExportOptions {
  readonly signal?: AbortSignal;
  /** Called after each note, and after each piece of a file. */
  readonly onProgress?: (progress: Exporting) => unknown;
  /** Called for each file that is left out of the archive. */
  readonly onLeftOut?: (file: LeftOut) => unknown;
  /** The contents of the archive of an export that broke off. Append what this export yields at its `end`. */
  readonly resume?: ArchiveContents | undefined;
}

/**
 * Something that was exported before has changed. Begin again, without `resume`.
 *
 * @example
 * const isOutdated = ({ kind }: ExportFailure): boolean => kind === 'ArchiveOutdated';
 */
export interface ArchiveOutdated {
  readonly kind: 'ArchiveOutdated';
  readonly reason: string;
}

/**
 * Why an export ended early. It can be resumed after any of these but `ArchiveOutdated`.
 *
 * @example
 * const canGoOn = (failure: ExportFailure): boolean => failure.kind !== 'ArchiveOutdated';
 */
export type ExportFailure = CallFailure | FileFailure | ArchiveOutdated;

/**
 * Exports all notes, then the files that they name, then the other files, as one archive: a tar, in pieces of some MiB
 * at most. The archive is whole only if it ends without a failure, which would come last; the export can be resumed
 * from what came before. Each note and file is as it was when it was read: the archive is not a snapshot of one moment.
 * `files` is `undefined` for a deployment without files.
 *
 * @example
 * for await (const piece of exportAll(notes, files)) {
 *   if (piece.isErr()) break; // The last: what came before can be gone on with.
 *   console.log(`${piece.value.length} bytes`);
 * }
 */
export async function* exportAll(
  notes: Pick<NotesClient, 'list' | 'get'>,
  files: Pick<FilesClient, 'list' | 'download'> | undefined,
  options: ExportOptions = {},
): AsyncGenerator<Result<Bytes, ExportFailure>, void> {
  try {
    yield* createPieces(notes, files, options);
  } catch (cause) {
    // Thrown by a callback.
    yield err(brokenOff(cause));
  }
}

async function* createPieces(
  notes: Pick<NotesClient, 'list' | 'get'>,
  files: Pick<FilesClient, 'list' | 'download'> | undefined,
  { signal, onProgress, onLeftOut, resume }: ExportOptions,
): AsyncGenerator<Result<Bytes, ExportFailure>, void> {
  const calls = signal === undefined ? {} : { signal };
  const before = { notes: new Map(resume?.notes), files: new Map(resume?.files) };
  const done = {
    notes: before.notes.size,
    files: before.files.size,
    bytes: sum([...before.files.values()].map(({ size }) => size)),
  };
  if (resume === undefined || resume.end === 0) yield ok(createJsonEntry(openingName, openingEntry, 0));

  const named = new Set<string>();
  for await (const listed of listAllNotes(notes, calls)) {
    if (listed.isErr()) return yield err(listed.error);
    const { noteId } = listed.value;
    // A list may leave out a note's content.
    const read = listed.value.content === undefined ? await notes.get(noteId, calls) : ok(listed.value);
    if (read.isErr()) {
      if (read.error.kind === 'ApiProblem' && read.error.status === 404) continue;
      return yield err(read.error);
    }
    const note = read.value;
    if (note.attachment !== undefined) named.add(note.attachment);
    const time = note.updatedAt ?? note.createdAt;
    const exported = before.notes.get(noteId);
    if (exported === time) {
      before.notes.delete(noteId);
      continue;
    }
    if (exported !== undefined) return yield err(outdated('A note was changed'));
    yield ok(createJsonEntry(formatNoteEntryName(noteId), note, time));
    done.notes++;
    onProgress?.({ ...done });
  }
  if (before.notes.size > 0) return yield err(outdated('A note was deleted'));

  const [first, others]: [StoredFile[], StoredFile[]] = [[], []];
  if (files !== undefined)
    for await (const listed of listAllFiles(files, calls)) {
      if (listed.isErr()) return yield err(listed.error);
      const { key, size, time } = listed.value;
      const exported = before.files.get(key);
      before.files.delete(key);
      const isSame = exported?.size === size && exported.time === Math.floor(time / 1000);
      if (exported !== undefined && !isSame) return yield err(outdated('A file was replaced'));
      if (exported !== undefined) continue;
      if (parseAttachmentKey(key).isErr()) onLeftOut?.({ key, because: 'key' });
      else (named.has(key) ? first : others).push(listed.value);
    }
  if (before.files.size > 0) return yield err(outdated('A file was deleted'));

  const all = [...first, ...others];
  let of = { files: done.files + all.length, bytes: done.bytes + sum(all.map(({ size }) => size)) };
  onProgress?.({ ...done, of });
  for (const { key, size: listed, time } of all) {
    const { bytes } = done;
    const download = await (files as NonNullable<typeof files>).download(key, calls);
    if (download.isErr()) {
      if (download.error.kind !== 'S3Refused' || download.error.status !== 404) return yield err(download.error);
      onLeftOut?.({ key, because: 'gone' });
      of = { files: of.files - 1, bytes: of.bytes - listed };
      continue;
    }
    const { size, type, parts } = download.value;
    of = { ...of, bytes: of.bytes - listed + size };
    yield ok(createEntryHead({ name: formatFileEntryName(key), size, time, type }));
    for await (const part of parts()) {
      if (part.isErr()) return yield err(part.error);
      yield ok(part.value as Bytes);
      done.bytes += part.value.length;
      onProgress?.({ ...done, of });
    }
    yield ok(createPadding(size));
    done.files++;
    done.bytes = bytes + size;
    onProgress?.({ ...done, of });
  }
  const { notes: allOfNotes, files: allOfFiles } = done;
  yield ok(createJsonEntry(closingName, { notes: allOfNotes, files: allOfFiles }, 0));
  yield ok(createEndOfArchive());
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const outdated = (what: string): ArchiveOutdated => ({
  kind: 'ArchiveOutdated',
  reason: `${what} since it was exported: the archive has to be started again.`,
});
