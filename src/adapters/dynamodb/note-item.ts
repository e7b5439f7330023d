import { hash } from 'node:crypto';
import {
  type Note,
  type NoteDraft,
  type NoteId,
  parseNoteId,
  parseRevision,
  type Revision,
} from '../../domain/note.ts';
import { fieldNames, mapFields, type NoteTexts, noteFields } from '../../domain/note-fields.ts';
import type { OwnerId } from '../../domain/owner.ts';
import type { NoteCreation } from '../../ports/note-store.ts';
import type { Values } from './attributes.ts';

/** The values of an item. */
export type Item = Readonly<Record<string, unknown>>;

/**
 * Returns the key of an owner's note. Only this function builds it: the owner is the partition key, whole and alone.
 */
export const keyOf = (owner: OwnerId, id: string) => ({ userId: owner, noteId: id });

/** The revision of an item that was written before there were revisions. No write creates it. */
export const noRevision = '0' as Revision;

export const createItem = (owner: OwnerId, { noteId, draft, createdAt, revision }: NoteCreation): Values => ({
  ...keyOf(owner, noteId),
  ...draft,
  createdAt,
  revision,
  createdAs: createFingerprint(draft),
});

/**
 * Returns a fingerprint that tells whether a note was created from this draft, even after updates have changed the
 * content. 132 bits of SHA-256; the array keeps fields apart. Fields after the first two came later, and count only if
 * present, so that the fingerprints of earlier notes stay the same.
 */
export const createFingerprint = (draft: NoteDraft): string => {
  const texts = fieldNames.map((name) => draft[name]);
  while (texts.length > 2 && texts.at(-1) === undefined) texts.pop();
  return hash('sha256', JSON.stringify(texts), 'base64url').slice(0, 22);
};

/** Reads the revision. An invalid one, which another writer may have left, counts as none: it could not be an ETag. */
export const readRevision = ({ revision }: Item): Revision =>
  typeof revision === 'string' ? parseRevision(revision).unwrapOr(noRevision) : noRevision;

/**
 * Reads what this adapter wrote, and what the tutorial's code wrote: a required field that is NULL or absent reads as
 * `""`, another NULL as absent, a missing revision as `noRevision`. The tutorial's PUT on an unknown id left items
 * without a date; they get the date of their id, or 0. Returns `undefined` for an item whose sort key is not a UUID: no
 * note id can name it.
 */
export const readNote = (owner: OwnerId, item: Item): Note | undefined =>
  parseNoteId(String(item.noteId))
    .map((noteId): Note => {
      const { createdAt, updatedAt } = item;
      return {
        userId: owner,
        noteId,
        ...readTexts(item),
        createdAt: typeof createdAt === 'number' ? createdAt : readTime(noteId),
        ...optional('updatedAt', typeof updatedAt === 'number' ? updatedAt : undefined),
        revision: readRevision(item),
      };
    })
    .unwrapOr(undefined);

const readTexts = (item: Item): NoteTexts =>
  mapFields((name) => readText(item[name]) ?? (noteFields[name].required ? '' : undefined)) as NoteTexts;

/** The tutorial's code stored any JSON value that the client sent; a value that is not text reads as its JSON. */
const readText = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value;
  return value == null ? undefined : JSON.stringify(value);
};

const optional = <K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } =>
  (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };

/**
 * Returns the epoch milliseconds in a UUIDv7 or UUIDv1 (RFC 9562, 5.7 and 5.1: 100 ns since 1582-10-15), otherwise 0.
 */
const readTime = (id: NoteId): number => {
  const hex = id.replaceAll('-', '');
  if (hex[12] === '7') return Number.parseInt(hex.slice(0, 12), 16);
  if (hex[12] !== '1') return 0;
  const ticks = BigInt(`0x${hex.slice(13, 16)}${hex.slice(8, 12)}${hex.slice(0, 8)}`);
  return Math.max(0, Number(ticks / 10_000n - 12_219_292_800_000n));
};
