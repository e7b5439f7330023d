import { v7 } from 'uuid';
import type { NoteId } from '../../domain/note.ts';
import type { NoteIds } from '../../ports/note-ids.ts';

/**
 * A source of UUIDv7 ids (RFC 9562, 5.7): 48 bits of milliseconds, then a counter that keeps the ids of one process in
 * order.
 *
 * @example
 * import { createNote } from 'owned-notes';
 * const store = createMemoryNoteStore();
 * const deps = { store, clock: systemClock, noteIds: uuidV7NoteIds, revisions: randomRevisions };
 * const note = await createNote(deps, owner, draft);
 */
export const uuidV7NoteIds: NoteIds = { next: () => v7() as NoteId };
