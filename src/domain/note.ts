import { err, ok, type Result } from 'neverthrow';
import { fieldNames, type NoteField, type NoteTexts, noteFields } from './note-fields.ts';
import type { OwnerId } from './owner.ts';
import { noteIdPattern, revisionPattern } from './patterns.ts';
import { isLongerThan } from './text.ts';

declare const brand: unique symbol;

/**
 * A UUID (RFC 9562) of any version and in either case, compared exactly: it is the sort key as stored, and older tables
 * hold some in capitals. UUIDv7 ids sort in order of creation.
 *
 * @example
 * const id = parseNoteId('0192d3c4-0000-7000-8000-000000000001').map((noteId: NoteId) => noteId);
 */
export type NoteId = string & { readonly [brand]: 'NoteId' };

/**
 * The state that a note is in: a token that every write renews. Equal revisions mean the same write. On the wire, it is
 * the ETag: 1 to 64 visible ASCII characters without quotes or backslashes (RFC 9110, 8.8.3).
 *
 * @example
 * const etag = (revision: Revision): string => `"${revision}"`;
 */
export type Revision = string & { readonly [brand]: 'Revision' };

/**
 * Milliseconds since 1970-01-01T00:00:00Z.
 *
 * @example
 * const tomorrow: EpochMillis = Date.now() + 24 * 60 * 60 * 1000;
 */
export type EpochMillis = number;

/**
 * What a client may write of a note: a text for each of `noteFields`. Only `parseNoteDraft` makes one.
 *
 * @example
 * const draft = parseNoteDraft({ content: 'hello' }).map((parsed: NoteDraft) => parsed.content);
 */
export interface NoteDraft extends NoteTexts {
  readonly [brand]: 'NoteDraft';
}

/**
 * A note, with the names that the table and the wire use. Texts that were written here are within the bounds of
 * `noteFields`; those of an older system may be empty or longer.
 *
 * @example
 * const lastWritten = (note: Note): Date => new Date(note.updatedAt ?? note.createdAt);
 */
export interface Note extends NoteTexts {
  readonly userId: OwnerId;
  readonly noteId: NoteId;
  readonly createdAt: EpochMillis;
  /** Absent until the first update. */
  readonly updatedAt?: EpochMillis;
  readonly revision: Revision;
}

/**
 * A text that is not a UUID, and so not a note id.
 *
 * @example
 * const isInvalid = parseNoteId('7').isErr(); // err({ kind: 'InvalidNoteId' })
 */
export interface InvalidNoteId {
  readonly kind: 'InvalidNoteId';
}

/**
 * Parses a note id and keeps its case. Code that makes new ids writes them in lower case.
 *
 * @example
 * const noteId = parseNoteId('0192d3c4-0000-7000-8000-000000000001');
 * const note = await noteId.asyncAndThen((known) => getNote(deps, owner, known));
 */
export const parseNoteId = (raw: string): Result<NoteId, InvalidNoteId> =>
  noteIdPattern.test(raw) ? ok(raw as NoteId) : err({ kind: 'InvalidNoteId' });

/**
 * A text that cannot be a revision.
 *
 * @example
 * const isInvalid = parseRevision('"quoted"').isErr(); // err({ kind: 'InvalidRevision' })
 */
export interface InvalidRevision {
  readonly kind: 'InvalidRevision';
}

/**
 * Parses a revision that a client sent back, such as the inside of an ETag. Does not check that any note has it.
 *
 * @example
 * const seen = parseRevision('q1w2e3r4t5y6u7i8');
 * const deleted = await seen.asyncAndThen((revision) => deleteNote(deps, owner, id, [revision]));
 */
export const parseRevision = (raw: string): Result<Revision, InvalidRevision> =>
  revisionPattern.test(raw) ? ok(raw as Revision) : err({ kind: 'InvalidRevision' });

/**
 * Why a value is not a valid draft.
 *
 * @example
 * const reason = parseNoteDraft({ content: '' }).match(() => '', (invalid) => invalid.reason); // '"content" is empty.'
 */
export interface InvalidNote {
  readonly kind: 'InvalidNote';
  /** Whole sentences for the caller; never quotes what was sent. */
  readonly reason: string;
}

/**
 * Parses a text for each of `noteFields` and ignores other members; `null` in an optional field counts as absent. Keeps
 * text exactly as it is, including NUL, direction marks and every normalization form; a lone surrogate is the only
 * character refused, because it has no UTF-8 encoding.
 *
 * @example
 * const note = await parseNoteDraft({ content: 'hello' }).asyncAndThen((draft) => createNote(deps, owner, draft));
 */
export const parseNoteDraft = (raw: unknown): Result<NoteDraft, InvalidNote> => {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return invalid('A note is a JSON object.');
  const texts: { [N in NoteField]?: string } = {};
  for (const name of fieldNames) {
    // Own members only, so that nothing inherited, nor a `__proto__` key, can stand in for what was not sent.
    const value: unknown = Object.getOwnPropertyDescriptor(raw, name)?.value;
    const { required, maxBytes } = noteFields[name];
    if (!required && (value === undefined || value === null)) continue;
    const fault = findTextFault(name, value, maxBytes);
    if (fault !== undefined) return invalid(fault);
    texts[name] = value as string;
  }
  return ok(texts as NoteDraft);
};

const findTextFault = (name: string, value: unknown, maxBytes: number): string | undefined => {
  if (value === undefined) return `"${name}" is missing.`;
  if (typeof value !== 'string') return `"${name}" must be a string.`;
  if (value.length === 0) return `"${name}" is empty.`;
  if (!value.isWellFormed()) return `"${name}" is not well-formed Unicode: it has a lone surrogate.`;
  if (isLongerThan(value, maxBytes))
    return `"${name}" is longer than ${maxBytes.toLocaleString('en-US')} bytes of UTF-8.`;
  return undefined;
};

const invalid = (reason: string) => err({ kind: 'InvalidNote', reason } as const);
