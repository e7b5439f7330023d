import type { ResultAsync } from 'neverthrow';
import type { EpochMillis, Note, NoteDraft, NoteId, Revision } from '../domain/note.ts';
import type { OwnerId } from '../domain/owner.ts';

/**
 * Keeps notes, each under one owner. Every method takes the owner first and sees that owner's notes and no others:
 * nothing in an answer, an error or an effect depends on what another owner has. Owners are compared exactly.
 *
 * Each write is atomic and carries a fresh `revision`, by which the store also recognises a write of its own whose
 * reply was lost. Concurrent writes to one note happen in some order, one after the other.
 *
 * @example
 * const readOnly = (store: NoteStore): Pick<NoteStore, 'find' | 'list'> => store;
 */
export interface NoteStore {
  /**
   * Adds a note at an id that the owner never used. Where the owner's note there was created with the same draft, the
   * answer is that note as it is now and nothing is written: a create can be repeated.
   */
  create(
    owner: OwnerId,
    creation: NoteCreation,
  ): ResultAsync<Note, NoteIdTaken | NoteDeleted | StoreUnavailable | OutcomeUnknown>;

  /** May miss what was written a moment ago, where the store reads eventually. */
  find(owner: OwnerId, id: NoteId): ResultAsync<Note, NoteNotFound | StoreUnavailable>;

  /**
   * The owner's notes by descending id, those below `after` if it is given, whether or not a note of that id exists. A
   * page may hold fewer notes than `limit`, even none, and still name a `next`; without a `next` the list has ended.
   * May miss what was written a moment ago.
   */
  list(owner: OwnerId, page: PageRequest): ResultAsync<NotePage, StoreUnavailable>;

  /**
   * Replaces content and attachment both. Never makes a note. A note's `updatedAt` grows with each update, so that the
   * store can tell an update that arrives late, and does not let it undo what was written since.
   */
  update(
    owner: OwnerId,
    id: NoteId,
    change: NoteChange,
    expected: Expected,
  ): ResultAsync<Note, NoteNotFound | RevisionConflict | StoreUnavailable | OutcomeUnknown>;

  /**
   * Removes content and attachment and keeps a tombstone at the id for at least a day, so that a late repetition of
   * its create does not bring it back. No other method shows a tombstone.
   */
  delete(
    owner: OwnerId,
    id: NoteId,
    deletion: NoteDeletion,
    expected: Expected,
  ): ResultAsync<void, NoteNotFound | RevisionConflict | StoreUnavailable | OutcomeUnknown>;
}

/**
 * A note to add: its draft, and the id, time and revision that the use case chose for it.
 *
 * @example
 * const creation: NoteCreation = { noteId: id, draft, createdAt: Date.now(), revision };
 */
export interface NoteCreation {
  readonly noteId: NoteId;
  readonly draft: NoteDraft;
  readonly createdAt: EpochMillis;
  readonly revision: Revision;
}

/**
 * What an update writes.
 *
 * @example
 * const change: NoteChange = { draft, updatedAt: Date.now(), revision };
 */
export interface NoteChange {
  readonly draft: NoteDraft;
  /** Where the note was updated then or later, by another clock, the store takes the millisecond after that. */
  readonly updatedAt: EpochMillis;
  readonly revision: Revision;
}

/**
 * What a delete writes.
 *
 * @example
 * const deletion: NoteDeletion = { deletedAt: Date.now(), revision };
 */
export interface NoteDeletion {
  readonly deletedAt: EpochMillis;
  readonly revision: Revision;
}

/** 1 to 100 revisions. */
export type Revisions = readonly [Revision, ...Revision[]];

/**
 * What a note's revision must be for a write to happen: any, one of these, or none of these. With `{ not: 'any' }` nothing is
 * ever written: it tells a note that is there (`RevisionConflict`) from one that is not (`NoteNotFound`). `isExpected`
 * says which revisions are meant.
 *
 * @example
 * const unchanged: Expected = [revision];
 * const changed: Expected = { not: [revision] };
 */
export type Expected = 'any' | Revisions | { readonly not: 'any' | Revisions };

/**
 * Which page of the owner's notes to return.
 *
 * @example
 * const second: PageRequest = { limit: 100, after: id };
 */
export interface PageRequest {
  /** 1 to 1,000. */
  readonly limit: number;
  readonly after?: NoteId;
}

/**
 * One page of the owner's notes.
 *
 * @example
 * const isLast = ({ next }: NotePage): boolean => next === undefined;
 */
export interface NotePage {
  readonly notes: readonly Note[];
  /** What to give as `after` for the page that follows. */
  readonly next?: NoteId;
}

/**
 * The owner has no note of this id: it never was, was deleted, or is somebody else's. The three are not told apart.
 *
 * @example
 * const content = await getNote(deps, owner, id).match(
 *   (note) => note.content,
 *   ({ kind }) => (kind === 'NoteNotFound' ? 'There is no such note.' : 'Try again.'),
 * );
 */
export interface NoteNotFound {
  readonly kind: 'NoteNotFound';
}

/**
 * The note's revision is not an expected one; it was not written.
 *
 * @example
 * const isStale = (await updateNote(deps, owner, id, draft, [revision])).match(
 *   () => false,
 *   ({ kind }) => kind === 'RevisionConflict',
 * );
 */
export interface RevisionConflict {
  readonly kind: 'RevisionConflict';
}

/**
 * The owner has a note of this id that another draft made.
 *
 * @example
 * const created = await createNote(deps, owner, draft, id);
 * const isTaken = created.match(() => false, ({ kind }) => kind === 'NoteIdTaken');
 */
export interface NoteIdTaken {
  readonly kind: 'NoteIdTaken';
}

/**
 * The owner had a note of this id and deleted it.
 *
 * @example
 * const created = await createNote(deps, owner, draft, id);
 * const wasDeleted = created.match(() => false, ({ kind }) => kind === 'NoteDeleted');
 */
export interface NoteDeleted {
  readonly kind: 'NoteDeleted';
}

/**
 * The store could not be reached or would not serve; nothing was written. It may work if tried again.
 *
 * @example
 * // Nothing else can stand in the way of a list.
 * const page = await listNotes(deps, owner, { limit: 100 }).unwrapOr({ notes: [] });
 */
export interface StoreUnavailable {
  readonly kind: 'StoreUnavailable';
}

/**
 * The write may have happened or not, and may still happen: the reply was lost. Reading tells, in a while.
 *
 * @example
 * // Repeating a create with its key is safe: the same note is made at most once.
 * const note = await createNote(deps, owner, draft, id).orElse(() => createNote(deps, owner, draft, id));
 */
export interface OutcomeUnknown {
  readonly kind: 'OutcomeUnknown';
}
