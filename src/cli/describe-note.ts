import type { Note } from '../client/notes-answers.ts';
import { optionalFields } from '../domain/note-fields.ts';
import { block, lines, type Words, words } from './terminal.ts';

/** A note in full. */
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

/** A note in a line: its id, when it was made, and how it begins. */
export const formatNoteLine = ({ noteId, createdAt, content = '' }: Partial<Note> & Pick<Note, 'noteId'>): Words => {
  const [first = ''] = content.split(/\r?\n/, 1);
  const begun = [...first];
  const isAll = begun.length <= 60 && first.length === content.trimEnd().length;
  const time = createdAt === undefined ? '-'.padEnd(19) : formatTime(createdAt);
  return words`${noteId}  ${time}  ${isAll ? first : `${begun.slice(0, 59).join('')}…`}`;
};

/** UTC, to the second. What no `Date` can be is shown as it came. */
export const formatTime = (time: number): string => {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? String(time) : date.toISOString().slice(0, 19).replace('T', ' ');
};
