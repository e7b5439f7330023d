import type { ResultAsync } from 'neverthrow';
import type { Note, NoteDraft, NoteId } from '../domain/note.ts';
import type { OwnerId } from '../domain/owner.ts';
import type { Clock } from '../ports/clock.ts';
import type { NoteIds } from '../ports/note-ids.ts';
import type { NoteDeleted, NoteIdTaken, NoteStore, OutcomeUnknown, StoreUnavailable } from '../ports/note-store.ts';
import type { Revisions } from '../ports/revisions.ts';

/**
 * The dependencies of `createNote`: a store, a clock, and sources of new ids and revisions.
 *
 * @example
 * const withClock = (now: number): CreateNoteDeps => ({ ...deps, clock: { now: () => now } });
 */
export interface CreateNoteDeps {
  readonly store: Pick<NoteStore, 'create'>;
  readonly clock: Clock;
  readonly noteIds: NoteIds;
  readonly revisions: Revisions;
}

/**
 * Creates a note for the owner. A `key` that the caller chose becomes the note's id: the same key and draft again
 * return the same note, and the same key with another draft fails with `NoteIdTaken`.
 *
 * @param deps - The store, the time, and the sources of new ids and revisions.
 *
 * @example
 * const note = await parseNoteDraft({ content: 'hello' }).asyncAndThen((draft) => createNote(deps, owner, draft));
 */
export const createNote = (
  { store, clock, noteIds, revisions }: CreateNoteDeps,
  owner: OwnerId,
  draft: NoteDraft,
  key?: NoteId,
): ResultAsync<Note, NoteIdTaken | NoteDeleted | StoreUnavailable | OutcomeUnknown> =>
  store.create(owner, { noteId: key ?? noteIds.next(), draft, createdAt: clock.now(), revision: revisions.next() });
