import type { Note } from '../client/client.ts';

/** One result on standard output: a JSON document, or words. */
export const print = (json: boolean | undefined, value: unknown, words: string): void => {
  process.stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : words === '' ? '' : `${words}\n`);
};

/** A note in full. */
export const noteInWords = (note: Note): string =>
  [
    `id          ${note.noteId}`,
    ...(note.attachment === undefined ? [] : [`attachment  ${plain(note.attachment)}`]),
    `created     ${timeInWords(note.createdAt)}`,
    ...(note.updatedAt === undefined ? [] : [`updated     ${timeInWords(note.updatedAt)}`]),
    ...(note.etag === undefined ? [] : [`etag        ${note.etag}`]),
    '',
    plain(note.content),
  ].join('\n');

/** A note in a line: its id, when it was made, and how it begins. */
export const noteInALine = ({ noteId, createdAt, content }: Note): string => {
  const [first = ''] = plain(content).split('\n');
  const shown = first.length > 60 || first.length < content.trimEnd().length ? `${first.slice(0, 59)}…` : first;
  return `${noteId}  ${timeInWords(createdAt)}  ${shown}`;
};

const timeInWords = (time: number): string => new Date(time).toISOString().slice(0, 19).replace('T', ' ');

/** Without control characters, which could steer the terminal; lines and tabs stay. */
const plain = (text: string): string => text.replace(/(?![\n\t])\p{Cc}/gu, '\u{fffd}');
