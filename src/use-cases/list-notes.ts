import type { ResultAsync } from 'neverthrow';
import type { OwnerId } from '../domain/owner.ts';
import type { NotePage, NoteStore, PageRequest, StoreUnavailable } from '../ports/note-store.ts';

/**
 * The dependencies of `listNotes`.
 *
 * @example
 * const reading: ListNotesDeps = { store: deps.store };
 */
export interface ListNotesDeps {
  readonly store: Pick<NoteStore, 'list'>;
}

/**
 * Lists the owner's notes, newest first, one page at a time.
 *
 * @param deps - The store.
 *
 * @example
 * const page = await listNotes(deps, owner, { limit: 100 });
 * const contents = page.map(({ notes }) => notes.map(({ content }) => content));
 */
export const listNotes = (
  { store }: ListNotesDeps,
  owner: OwnerId,
  page: PageRequest,
): ResultAsync<NotePage, StoreUnavailable> => store.list(owner, page);
