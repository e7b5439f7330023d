import type { ResultAsync } from 'neverthrow';
import type { Note, NoteId } from '../domain/note.ts';
import type { OwnerId } from '../domain/owner.ts';
import type { NoteNotFound, NoteStore, StoreUnavailable } from '../ports/note-store.ts';

export interface GetNoteDeps {
  readonly store: Pick<NoteStore, 'find'>;
}

export const getNote = (
  { store }: GetNoteDeps,
  owner: OwnerId,
  id: NoteId,
): ResultAsync<Note, NoteNotFound | StoreUnavailable> => store.find(owner, id);
