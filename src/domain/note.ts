import { err, ok, type Result } from 'neverthrow';
import type { OwnerId } from './owner.ts';
import { utf8Length } from './text.ts';

declare const brand: unique symbol;

/**
 * A UUID of RFC 9562, any version, in either case, compared exactly: it is a sort key as it is stored, and older tables have
 * some in capitals. UUIDv7 ids sort in the order of creation.
 */
export type NoteId = string & { readonly [brand]: 'NoteId' };

/**
 * The state that a note is in: a token that every write makes anew. Equal revisions mean the same write. It is the
 * ETag on the wire: 1 to 64 visible ASCII characters without quotes or backslashes (RFC 9110, 8.8.3).
 */
export type Revision = string & { readonly [brand]: 'Revision' };

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMillis = number;

/**
 * What a client may say of a note. Only `parseNoteDraft` makes one.
 * `content`: 1 byte to 256 KiB of UTF-8. `attachment`: a file's key, 1 to 1,024 bytes of UTF-8.
 */
export interface NoteDraft {
  readonly [brand]: 'NoteDraft';
  readonly content: string;
  readonly attachment?: string;
}

/** A note, by the names that the table and the wire know it by. */
export interface Note {
  readonly userId: OwnerId;
  readonly noteId: NoteId;
  /** At most 256 KiB of UTF-8 if it was written here; a note of an older system may be empty or longer. */
  readonly content: string;
  readonly attachment?: string;
  readonly createdAt: EpochMillis;
  /** Absent until the first update. */
  readonly updatedAt?: EpochMillis;
  readonly revision: Revision;
}

export const maxContentBytes = 256 * 1024;
export const maxAttachmentBytes = 1024;

export interface InvalidNoteId {
  readonly kind: 'InvalidNoteId';
}

const uuid =
  /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|0{8}(?:-0{4}){3}-0{12}|f{8}(?:-f{4}){3}-f{12})$/i;

/** The nil and max UUIDs of RFC 9562 are UUIDs too. Keeps the case: who makes new ids writes them in lower case. */
export const parseNoteId = (raw: string): Result<NoteId, InvalidNoteId> =>
  uuid.test(raw) ? ok(raw as NoteId) : err({ kind: 'InvalidNoteId' });

export interface InvalidRevision {
  readonly kind: 'InvalidRevision';
}

export const parseRevision = (raw: string): Result<Revision, InvalidRevision> =>
  /^[!#-[\]-~]{1,64}$/.test(raw) ? ok(raw as Revision) : err({ kind: 'InvalidRevision' });

export interface InvalidNote {
  readonly kind: 'InvalidNote';
  /** Whole sentences for the caller; never a piece of what was sent. */
  readonly reason: string;
}

/**
 * Reads `{ content, attachment? }` and ignores other members; a null attachment is none. Text is kept exactly as it is,
 * NUL, direction marks and every normalization form included; only a lone surrogate is refused, as it has no UTF-8.
 */
export const parseNoteDraft = (raw: unknown): Result<NoteDraft, InvalidNote> => {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return invalid('A note is a JSON object.');
  const { content, attachment } = ownMembers(raw);
  const fault =
    textFault('content', content, maxContentBytes) ??
    (attachment === undefined || attachment === null
      ? undefined
      : textFault('attachment', attachment, maxAttachmentBytes));
  if (fault !== undefined) return invalid(fault);
  return ok({ content, ...(typeof attachment === 'string' && { attachment }) } as NoteDraft);
};

/** Own members only, so that nothing inherited, nor a `__proto__` key, can stand in for what was not sent. */
const ownMembers = (raw: object): { content?: unknown; attachment?: unknown } => ({
  content: Object.getOwnPropertyDescriptor(raw, 'content')?.value,
  attachment: Object.getOwnPropertyDescriptor(raw, 'attachment')?.value,
});

const textFault = (name: string, value: unknown, maxBytes: number): string | undefined => {
  if (value === undefined) return `"${name}" is missing.`;
  if (typeof value !== 'string') return `"${name}" must be a string.`;
  if (value.length === 0) return `"${name}" is empty.`;
  if (!value.isWellFormed()) return `"${name}" is not well-formed Unicode: it has a lone surrogate.`;
  // A UTF-16 unit takes one byte of UTF-8 at least: a string far too long need not be encoded to be measured.
  if (value.length > maxBytes || utf8Length(value) > maxBytes)
    return `"${name}" is longer than ${maxBytes.toLocaleString('en-US')} bytes of UTF-8.`;
  return undefined;
};

const invalid = (reason: string) => err({ kind: 'InvalidNote', reason } as const);
