import type { ResultAsync } from 'neverthrow';
import type { EpochMillis, Note, NoteDraft, NoteId, Revision } from '../domain/note.ts';
import type { OwnerId } from '../domain/owner.ts';

/**
 * A store of notes, each under one owner. Every method takes the owner first and sees that owner's notes and no others:
 * no answer, error or effect depends on what another owner has. Owners are compared exactly.
 *
 * Each write is atomic and carries a fresh `revision`, by which the store also recognises its own write after the reply
 * was lost. Concurrent writes to one note happen one after the other, in some order.
 *
 * @example
 * const readOnly = (store: NoteStore): Pick<NoteStore, 'find' | 'list'> => store;
 */
export interface NoteStore {
  /**
   * Adds a note at an id that the owner has never used. If the owner's note at that id was created from the same draft,
   * returns that note as it is now and writes nothing: a create can be repeated.
   */
  create(
    owner: OwnerId,
    creation: NoteCreation,
  ): ResultAsync<Note, NoteIdTaken | NoteDeleted | StoreUnavailable | OutcomeUnknown>;

  /** Returns the note. May miss a recent write if the store reads with eventual consistency. */
  find(owner: OwnerId, id: NoteId): ResultAsync<Note, NoteNotFound | StoreUnavailable>;

  /**
   * Lists the owner's notes by descending id. With `after`, lists only the ids below it, whether or not a note has that
   * id. A page may hold fewer notes than `limit`, even none, and still have a `next`; a page without `next` is the
   * last. May miss a recent write.
   */
  list(owner: OwnerId, page: PageRequest): ResultAsync<NotePage, StoreUnavailable>;

  /**
   * Replaces all fields. Never creates a note. A note's `updatedAt` grows with each update, so the store can recognise
   * an update that arrives late and keep it from undoing later writes.
   */
  update(owner: OwnerId, id: NoteId, change: NoteChange, expected: Expected): ResultAsync<Note, WriteFailure>;

  /**
   * Removes all fields and keeps a tombstone at the id for at least a day, so that a late retry of the create does not
   * bring the note back. Only `create` reveals a tombstone, by `NoteDeleted`.
   */
  delete(owner: OwnerId, id: NoteId, deletion: NoteDeletion, expected: Expected): ResultAsync<void, WriteFailure>;
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
  /** If the note's own `updatedAt` is equal or later, by another clock, the store writes the millisecond after that. */
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

/**
 * 1 to 100 revisions.
 *
 * @example
 * const expected: ExpectedRevisions = [revision];
 */
export type ExpectedRevisions = readonly [Revision, ...Revision[]];

/**
 * The revision that a note must have for a write to happen: any, one of these, or none of these. `{ not: 'any' }` never
 * writes anything: it tells a note that exists (`RevisionConflict`) from one that does not (`NoteNotFound`).
 * `isExpected` defines which revisions match.
 *
 * @example
 * const unchanged: Expected = [revision];
 * const changed: Expected = { not: [revision] };
 */
export type Expected = 'any' | ExpectedRevisions | { readonly not: 'any' | ExpectedRevisions };

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
  /** The `after` of the following page. */
  readonly next?: NoteId;
}

/**
 * Why an update or a delete did not happen, or may not have.
 *
 * @example
 * const nothingWritten = ({ kind }: WriteFailure): boolean => kind !== 'OutcomeUnknown';
 */
export type WriteFailure = NoteNotFound | RevisionConflict | StoreUnavailable | OutcomeUnknown;

/**
 * The owner has no note with this id: it never existed, was deleted, or belongs to somebody else. The three cannot be
 * told apart.
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
 * The note's revision is not an expected one; nothing was written.
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
 * The owner has a note with this id that was created from a different draft.
 *
 * @example
 * const created = await createNote(deps, owner, draft, id);
 * const isTaken = created.match(() => false, ({ kind }) => kind === 'NoteIdTaken');
 */
export interface NoteIdTaken {
  readonly kind: 'NoteIdTaken';
}

/**
 * The owner had a note with this id and deleted it.
 *
 * @example
 * const created = await createNote(deps, owner, draft, id);
 * const wasDeleted = created.match(() => false, ({ kind }) => kind === 'NoteDeleted');
 */
export interface NoteDeleted {
  readonly kind: 'NoteDeleted';
}

/**
 * The store could not be reached or would not serve; nothing was written. A retry may succeed.
 *
 * @example
 * // Nothing else can stand in the way of a list.
 * const page = await listNotes(deps, owner, { limit: 100 }).unwrapOr({ notes: [] });
 */
export interface StoreUnavailable {
  readonly kind: 'StoreUnavailable';
}

/**
 * The write may or may not have happened, and may still happen: the reply was lost. A read shows which, after a while.
 *
 * @example
 * // Repeating a create with its key is safe: the same note is made at most once.
 * const note = await createNote(deps, owner, draft, id).orElse(() => createNote(deps, owner, draft, id));
 */
export interface OutcomeUnknown {
  readonly kind: 'OutcomeUnknown';
}
