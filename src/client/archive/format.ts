import { mapFields, type NoteField, optionalFields } from '../../domain/note-fields.ts';
import { type Reader, readAmount, readAnyText, readRecord, readText } from '../shapes.ts';
import type { ArchivedNote } from './read-archive.ts';

/** The format version of the archives that this code writes. */
export const version = 1;

/** The first file of an archive says what it is; the last one says that it is whole. */
export const openingName = 'owned-notes.json';
export const closingName = 'complete.json';

export const formatNoteEntryName = (readNoteId: string): string => `notes/${readNoteId}.json`;
export const formatFileEntryName = (key: string): string => `files/${key}`;

/** In bytes: the largest content of a table item, with each byte of it escaped, and room for the rest. */
export const largestNote = 4 * 1024 * 1024;

export const openingEntry = { format: 'owned-notes', version };

export const opening: Reader<{ readonly format: string; readonly version: number }> = readRecord({
  format: (value) => (value === openingEntry.format ? openingEntry.format : undefined),
  version: readAmount,
});

export const closing: Reader<{ readonly notes: number; readonly files: number }> = readRecord({
  ...{ notes: readAmount, files: readAmount },
});

const noteId: Reader<string> = (value) => {
  const id = readText(value);
  return id !== undefined && /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id) ? id : undefined;
};

/** Reads an archived note. Its owner does not count: it becomes a note of whoever imports it. */
export const archivedNote: Reader<ArchivedNote> = readRecord<ArchivedNote>(
  {
    ...{ noteId, createdAt: readAmount, updatedAt: readAmount },
    ...(mapFields(() => readAnyText) as Record<NoteField, Reader<string>>),
  },
  [...optionalFields, 'createdAt', 'updatedAt'],
);
