import type { ResultAsync } from 'neverthrow';
import type { NoteId } from '../domain/note.ts';
import type { OwnerId } from '../domain/owner.ts';
import type { Clock } from '../ports/clock.ts';
import type { Expected, NoteStore, WriteFailure } from '../ports/note-store.ts';
import type { Revisions } from '../ports/revisions.ts';

/**
 * The dependencies of `deleteNote`.
 *
 * @example
 * const withClock = (now: number): DeleteNoteDeps => ({ ...deps, clock: { now: () => now } });
 */
export interface DeleteNoteDeps {
  readonly store: Pick<NoteStore, 'delete'>;
  readonly clock: Clock;
  readonly revisions: Revisions;
}

/**
 * Deletes the owner's note if its revision is an expected one.
 *
 * @param deps - The store, the time, and the source of new revisions.
 *
 * @example
 * const deleted = await deleteNote(deps, owner, id, 'any');
 */
export const deleteNote = (
  { store, clock, revisions }: DeleteNoteDeps,
  owner: OwnerId,
  id: NoteId,
  expected: Expected,
): ResultAsync<void, WriteFailure> =>
  store.delete(owner, id, { deletedAt: clock.now(), revision: revisions.next() }, expected);
