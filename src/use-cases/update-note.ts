import type { ResultAsync } from 'neverthrow';
import type { Note, NoteDraft, NoteId } from '../domain/note.ts';
import type { OwnerId } from '../domain/owner.ts';
import type { Clock } from '../ports/clock.ts';
import type { Expected, NoteStore, WriteFailure } from '../ports/note-store.ts';
import type { Revisions } from '../ports/revisions.ts';

/**
 * The dependencies of `updateNote`.
 *
 * @example
 * const withClock = (now: number): UpdateNoteDeps => ({ ...deps, clock: { now: () => now } });
 */
export interface UpdateNoteDeps {
  readonly store: Pick<NoteStore, 'update'>;
  readonly clock: Clock;
  readonly revisions: Revisions;
}

/**
 * Replaces content and attachment of the owner's note if its revision is an expected one.
 *
 * @param deps - The store, the time, and the source of new revisions.
 *
 * @example
 * const saved = await updateNote(deps, owner, id, draft, [note.revision]);
 */
export const updateNote = (
  { store, clock, revisions }: UpdateNoteDeps,
  owner: OwnerId,
  id: NoteId,
  draft: NoteDraft,
  expected: Expected,
): ResultAsync<Note, WriteFailure> =>
  store.update(owner, id, { draft, updatedAt: clock.now(), revision: revisions.next() }, expected);
