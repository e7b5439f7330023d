import { err, errAsync, ok, okAsync, type Result } from 'neverthrow';
import type { Note, NoteDraft, NoteId } from '../../domain/note.ts';
import { sameTexts } from '../../domain/note-fields.ts';
import type { OwnerId } from '../../domain/owner.ts';
import { isExpected } from '../../ports/expected.ts';
import type { Expected, NoteNotFound, NoteStore, RevisionConflict } from '../../ports/note-store.ts';

/** A note that is there, with the draft that created it; or the place of one that was deleted. */
type Entry = { readonly note: Readonly<Note>; readonly createdAs: NoteDraft } | 'tombstone';

/**
 * Notes in a map of maps: for tests, for examples, and as the plainest statement of what the port promises.
 *
 * @example
 * import { listNotes } from 'owned-notes';
 * const page = await listNotes({ store: memoryNoteStore() }, owner, { limit: 100 });
 */
export const memoryNoteStore = (): NoteStore => {
  const byOwner = new Map<OwnerId, Map<NoteId, Entry>>();

  const notesOf = (owner: OwnerId): Map<NoteId, Entry> => {
    const known = byOwner.get(owner);
    if (known !== undefined) return known;
    const fresh = new Map<NoteId, Entry>();
    byOwner.set(owner, fresh);
    return fresh;
  };

  return {
    create: (owner, { noteId, draft, createdAt, revision }) => {
      const entry = notesOf(owner).get(noteId);
      if (entry === 'tombstone') return errAsync({ kind: 'NoteDeleted' });
      if (entry !== undefined)
        return sameTexts(entry.createdAs, draft) ? okAsync(entry.note) : errAsync({ kind: 'NoteIdTaken' });
      const note: Note = Object.freeze({ userId: owner, noteId, ...draft, createdAt, revision });
      notesOf(owner).set(noteId, { note, createdAs: { ...draft } });
      return okAsync(note);
    },

    find: (owner, id) => {
      const entry = notesOf(owner).get(id);
      return live(entry) ? okAsync(entry.note) : errAsync({ kind: 'NoteNotFound' });
    },

    list: (owner, { limit, after }) => {
      const ids = [...notesOf(owner).keys()]
        .filter((id) => after === undefined || id < after)
        .sort()
        .reverse();
      const page = ids.slice(0, limit);
      const next = ids.length > limit ? page.at(-1) : undefined;
      const notes = page
        .map((id) => notesOf(owner).get(id))
        .filter(live)
        .map(({ note }) => note);
      return okAsync({ notes, ...(next !== undefined && { next }) });
    },

    update: (owner, id, { draft, updatedAt, revision }, expected) =>
      expectedEntry(notesOf(owner).get(id), expected).asyncMap(
        async ({ note: { userId, noteId, createdAt, updatedAt: before = Number.NEGATIVE_INFINITY }, createdAs }) => {
          const later = Math.max(updatedAt, before + 1);
          const note: Note = Object.freeze({ userId, noteId, ...draft, createdAt, updatedAt: later, revision });
          notesOf(owner).set(id, { note, createdAs });
          return note;
        },
      ),

    delete: (owner, id, _deletion, expected) =>
      expectedEntry(notesOf(owner).get(id), expected).asyncMap(async () => {
        notesOf(owner).set(id, 'tombstone');
      }),
  };
};

const live = (entry: Entry | undefined): entry is Exclude<Entry, 'tombstone'> =>
  entry !== undefined && entry !== 'tombstone';

const expectedEntry = (
  entry: Entry | undefined,
  expected: Expected,
): Result<Exclude<Entry, 'tombstone'>, NoteNotFound | RevisionConflict> => {
  if (!live(entry)) return err({ kind: 'NoteNotFound' });
  if (!isExpected(expected, entry.note.revision)) return err({ kind: 'RevisionConflict' });
  return ok(entry);
};
