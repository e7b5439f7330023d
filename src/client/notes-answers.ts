import { fieldNames, mapFields, type NoteField, type NoteTexts, optionalFields } from '../domain/note-fields.ts';
import { type Answer, parseJson } from './exchange.ts';
import { findLink } from './links.ts';
import { type Reader, readAmount, readAnyText, readListOf, readRecord, readText } from './shapes.ts';

/**
 * A note as the API shows it, with its ETag where the answer had one: in a list there is none.
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
  /** What to give as `after` for the page that follows; absent at the end. */
  readonly next?: string;
}

const members = {
  ...{ userId: readText, noteId: readText, createdAt: readAmount, updatedAt: readAmount },
  ...(mapFields(() => readAnyText) as Record<NoteField, Reader<string>>),
};

const note: Reader<Note> = readRecord<Omit<Note, 'etag'>>(members, [...optionalFields, 'updatedAt']);

/** What a list is made of is told by its ids alone; a member that is there is of its type. */
const listed: Reader<Note> = readRecord<Note>({ ...members, etag: readAnyText }, [
  ...fieldNames,
  ...(['userId', 'createdAt', 'updatedAt', 'etag'] as const),
]);

/** The note of a 200, or `undefined` if there is none in it. */
export const readNote = (answer: Answer): Note | undefined => {
  const found = answer.status === 200 ? note(parseJson(answer)) : undefined;
  const etag = answer.headers.get('etag');
  return found && { ...found, ...(etag !== null && { etag }) };
};

/** The page of a 200, or `undefined` if there is none in it. */
export const readPage = (answer: Answer): Page | undefined => {
  const notes = answer.status === 200 ? readListOf(listed)(parseJson(answer)) : undefined;
  const next = findLink('next', answer.headers.get('link'), answer.url)?.searchParams.get('after');
  return notes && { notes, ...(next != null && next !== '' && { next }) };
};

/** A 204 without a body is the one word that a note is deleted: a portal's page is a 200. */
export const readDone = (answer: Answer): Answer | undefined =>
  answer.status === 204 && answer.bytes.length === 0 ? answer : undefined;
