import type { ResultAsync } from 'neverthrow';
import type { NoteNotFound, NoteStore, StoreUnavailable } from '../../ports/note-store.ts';
import type { Note, NoteId } from '../note.ts';
import type { OwnerId } from '../owner.ts';

export interface GetNoteDeps {
  readonly store: Pick<NoteStore, 'find'>;
}

export const getNote = (
  { store }: GetNoteDeps,
  owner: OwnerId,
  id: NoteId,
): ResultAsync<Note, NoteNotFound | StoreUnavailable> => store.find(owner, id);
