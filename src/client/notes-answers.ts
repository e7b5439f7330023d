import { fieldNames, mapFields, type NoteField, type NoteTexts, optionalFields } from '../domain/note-fields.ts';
import { type Answer, parseJson } from './exchange.ts';
import { findLink } from './links.ts';
import { type Reader, readAmount, readAnyText, readListOf, readRecord, readText } from './shapes.ts';

/**
 * A note as the API returns it, with its ETag if the answer had one: notes in a list have none.
 *
 * @example
 * const lastWritten = (note: Note): Date => new Date(note.updatedAt ?? note.createdAt);
 */
export interface Note extends NoteTexts {
  readonly userId: string;
  readonly noteId: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt?: number;
  readonly etag?: string;
}

/**
 * One page of the user's notes.
 *
 * @example
 * const isLast = ({ next }: Page): boolean => next === undefined;
 */
export interface Page {
  readonly notes: readonly Note[];
  /** Pass it as `after` to get the next page; absent on the last page. */
  readonly next?: string;
}

const members = {
  ...{ userId: readText, noteId: readText, createdAt: readAmount, updatedAt: readAmount },
  ...(mapFields(() => readAnyText) as Record<NoteField, Reader<string>>),
};

const note: Reader<Note> = readRecord<Omit<Note, 'etag'>>(members, [...optionalFields, 'updatedAt']);

/** Reads a note in a list. It needs nothing but its id; any other member that is there must be of its type. */
const listed: Reader<Note> = readRecord<Note>({ ...members, etag: readAnyText }, [
  ...fieldNames,
  ...(['userId', 'createdAt', 'updatedAt', 'etag'] as const),
]);

/** Reads the note of a 200. Returns `undefined` if there is none in it. */
export const readNote = (answer: Answer): Note | undefined => {
  const found = answer.status === 200 ? note(parseJson(answer)) : undefined;
  const etag = answer.headers.get('etag');
  return found && { ...found, ...(etag !== null && { etag }) };
};

/** Reads the page of a 200. Returns `undefined` if there is none in it. */
export const readPage = (answer: Answer): Page | undefined => {
  const notes = answer.status === 200 ? readListOf(listed)(parseJson(answer)) : undefined;
  const next = findLink('next', answer.headers.get('link'), answer.url)?.searchParams.get('after');
  return notes && { notes, ...(next != null && next !== '' && { next }) };
};

/** Accepts only a 204 without a body as proof of a deletion: a portal's page is a 200. */
export const readDone = (answer: Answer): Answer | undefined =>
  answer.status === 204 && answer.bytes.length === 0 ? answer : undefined;
