import type { Note } from '../client/notes-answers.ts';
import { optionalFields } from '../domain/note-fields.ts';
import { block, lines, type Words, words } from './terminal.ts';

/** Formats a note in full. */
export const describeNote = (note: Note): Words =>
  lines([
    words`id          ${note.noteId}`,
    ...optionalFields.flatMap((name) => {
      const text = note[name];
      return text === undefined ? [] : [words`${name.padEnd(10)}  ${text}`];
    }),
    words`created     ${formatTime(note.createdAt)}`,
    ...(note.updatedAt === undefined ? [] : [words`updated     ${formatTime(note.updatedAt)}`]),
    ...(note.etag === undefined ? [] : [words`etag        ${note.etag}`]),
    words``,
    block(note.content),
  ]);

/** Formats a note as one line: its id, its creation time and the beginning of its content. */
export const formatNoteLine = ({ noteId, createdAt, content = '' }: Partial<Note> & Pick<Note, 'noteId'>): Words => {
  const [first = ''] = content.split(/\r?\n/, 1);
  const begun = [...first];
  const isAll = begun.length <= 60 && first.length === content.trimEnd().length;
  const time = createdAt === undefined ? '-'.padEnd(19) : formatTime(createdAt);
  return words`${noteId}  ${time}  ${isAll ? first : `${begun.slice(0, 59).join('')}…`}`;
};

/** Formats a time in UTC, to the second. A number outside the range of `Date` is shown unchanged. */
export const formatTime = (time: number): string => {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? String(time) : date.toISOString().slice(0, 19).replace('T', ' ');
};
