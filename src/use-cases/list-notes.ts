import type { ResultAsync } from 'neverthrow';
import type { OwnerId } from '../domain/owner.ts';
import type { NotePage, NoteStore, PageRequest, StoreUnavailable } from '../ports/note-store.ts';

export interface ListNotesDeps {
  readonly store: Pick<NoteStore, 'list'>;
}

/** The owner's notes, newest first, a page at a time. */
export const listNotes = (
  { store }: ListNotesDeps,
  owner: OwnerId,
  page: PageRequest,
): ResultAsync<NotePage, StoreUnavailable> => store.list(owner, page);
