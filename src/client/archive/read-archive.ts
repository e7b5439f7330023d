import { err, ok, type Result } from 'neverthrow';
import { type AttachmentKey, parseAttachmentKey } from '../../domain/attachment-key.ts';
import type { NoteTexts } from '../../domain/note-fields.ts';
import { choosePartSize } from '../parts.ts';
import { cut, invalid, quote } from './archive-failures.ts';
import type { ByteReader } from './byte-reader.ts';
import {
  archivedNote,
  closing,
  closingName,
  formatNoteEntryName,
  largestNote,
  opening,
  openingName,
  version,
} from './format.ts';
import { type ReadFailure, readEntries, type TarEntry } from './read-entries.ts';

/** A note as it was when it was exported. */
export interface ArchivedNote extends NoteTexts {
  readonly noteId: string;
  /** Epoch milliseconds. */
  readonly createdAt?: number;
  readonly updatedAt?: number;
}

/** The items of an archive, in order. */
export type Archived =
  | { readonly kind: 'opening'; readonly end: number }
  | { readonly kind: 'note'; readonly note: ArchivedNote; readonly end: number }
  | { readonly kind: 'file'; readonly key: AttachmentKey; readonly entry: TarEntry }
  /** The archive is complete. */
  | { readonly kind: 'closing'; readonly end: number };

/**
 * Reads an archive as it arrives. Its names are untrusted: a note must have the name of its id, a file that of a valid
 * key, which is no path; each name occurs once. Ends with the closing, or at the first failure, which it yields.
 */
export async function* readArchive(reader: ByteReader): AsyncGenerator<Result<Archived, ReadFailure>, void> {
  const names = new Set<string>();
  const counts = { notes: 0, files: 0 };
  const refused = (reason: string) => err(invalid(reason));
  for await (const read of readEntries(reader)) {
    if (read.isErr()) return yield err(read.error);
    const entry = read.value;
    const name = entry.name.replace(/^\.\//, '');
    if (names.has(name)) return yield refused(`${quote(name)} is in the archive twice.`);
    names.add(name);
    if (names.size === 1) {
      const opened = name === openingName ? await readJson(entry, 1024) : ok(undefined);
      if (opened.isErr()) return yield err(opened.error);
      const found = opening(opened.value);
      if (found === undefined)
        return yield refused(`It is a tar file, but not an archive of notes: ${openingName} is not its first file.`);
      if (found.version !== version)
        return yield refused(`It is of version ${found.version}, which this program does not know.`);
      const end = await entry.end();
      if (end.isErr()) return yield err(end.error);
      yield ok({ kind: 'opening', end: end.value });
    } else if (name === closingName) {
      const read = await readJson(entry, 1024);
      if (read.isErr()) return yield err(read.error);
      const said = closing(read.value);
      if (said?.notes !== counts.notes || said.files !== counts.files)
        return yield refused('The archive does not have as many notes and files as it says.');
      const end = await entry.end();
      return yield end.map((at) => ({ kind: 'closing', end: at }) as const);
    } else if (name.startsWith('notes/')) {
      const read = await readJson(entry, largestNote);
      if (read.isErr()) return yield err(read.error);
      const note = archivedNote(read.value);
      if (note === undefined || formatNoteEntryName(note.noteId) !== name)
        return yield refused(`${quote(name)} is not a note.`);
      const end = await entry.end();
      if (end.isErr()) return yield err(end.error);
      counts.notes++;
      yield ok({ kind: 'note', note, end: end.value });
    } else {
      const key = name.startsWith('files/') ? parseAttachmentKey(name.slice('files/'.length)) : undefined;
      if (!key?.isOk()) return yield refused(`${quote(name)} is neither a note nor a file of one.`);
      if (choosePartSize(entry.size) === undefined)
        return yield refused(`${quote(name)} is larger than any file can be.`);
      counts.files++;
      yield ok({ kind: 'file', key: key.value, entry });
    }
  }
  yield err(cut);
}

/** Reads an entry as JSON: `undefined` if it is not JSON. Fails without reading it if it is over `longest` bytes. */
const readJson = async (entry: TarEntry, longest: number): Promise<Result<unknown, ReadFailure>> => {
  if (entry.size > longest) return err(invalid(`${quote(entry.name)} is too long.`));
  return (await entry.take(entry.size)).map((bytes) => {
    try {
      return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    } catch {
      return undefined;
    }
  });
};
