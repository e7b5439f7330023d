import type { ResultAsync } from 'neverthrow';
import type { Note, NoteId } from '../domain/note.ts';
import type { OwnerId } from '../domain/owner.ts';
import type { NoteNotFound, NoteStore, StoreUnavailable } from '../ports/note-store.ts';

/**
 * The dependencies of `getNote`.
 *
 * @example
 * const reading: GetNoteDeps = { store: deps.store };
 */
export interface GetNoteDeps {
  readonly store: Pick<NoteStore, 'find'>;
}

/**
 * Returns the owner's note. A missing note and somebody else's fail with the same `NoteNotFound`.
 *
 * @param deps - The store.
 *
 * @example
 * const content = await getNote(deps, owner, id).map((note) => note.content);
 */
export const getNote = (
  { store }: GetNoteDeps,
  owner: OwnerId,
  id: NoteId,
): ResultAsync<Note, NoteNotFound | StoreUnavailable> => store.find(owner, id);
