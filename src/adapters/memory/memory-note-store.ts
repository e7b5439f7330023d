import { err, errAsync, ok, okAsync, type Result } from 'neverthrow';
import type { Note, NoteDraft, NoteId } from '../../domain/note.ts';
import { sameTexts } from '../../domain/note-fields.ts';
import type { OwnerId } from '../../domain/owner.ts';
import { isExpected } from '../../ports/expected.ts';
import type { Expected, NoteNotFound, NoteStore, RevisionConflict } from '../../ports/note-store.ts';

/** A live note with the draft that created it, or the place of a deleted one. */
type Entry = { readonly note: Readonly<Note>; readonly createdAs: NoteDraft } | 'tombstone';

/**
 * Creates a store of notes in a map of maps: for tests, for examples, and as the plainest statement of what the port
 * promises.
 *
 * @example
 * import { listNotes } from 'owned-notes';
 * const page = await listNotes({ store: createMemoryNoteStore() }, owner, { limit: 100 });
 */
export const createMemoryNoteStore = (): NoteStore => {
  const byOwner = new Map<OwnerId, Map<NoteId, Entry>>();

  const findOrCreateNotes = (owner: OwnerId): Map<NoteId, Entry> => {
    const known = byOwner.get(owner);
    if (known !== undefined) return known;
    const fresh = new Map<NoteId, Entry>();
    byOwner.set(owner, fresh);
    return fresh;
  };

  return {
    create: (owner, { noteId, draft, createdAt, revision }) => {
      const entry = findOrCreateNotes(owner).get(noteId);
      if (entry === 'tombstone') return errAsync({ kind: 'NoteDeleted' });
      if (entry !== undefined)
        return sameTexts(entry.createdAs, draft) ? okAsync(entry.note) : errAsync({ kind: 'NoteIdTaken' });
      const note: Note = Object.freeze({ userId: owner, noteId, ...draft, createdAt, revision });
      findOrCreateNotes(owner).set(noteId, { note, createdAs: { ...draft } });
      return okAsync(note);
    },

    find: (owner, id) => {
      const entry = findOrCreateNotes(owner).get(id);
      return isLive(entry) ? okAsync(entry.note) : errAsync({ kind: 'NoteNotFound' });
    },

    list: (owner, { limit, after }) => {
      const ids = [...findOrCreateNotes(owner).keys()]
        .filter((id) => after === undefined || id < after)
        .sort()
        .reverse();
      const page = ids.slice(0, limit);
      const next = ids.length > limit ? page.at(-1) : undefined;
      const notes = page
        .map((id) => findOrCreateNotes(owner).get(id))
        .filter(isLive)
        .map(({ note }) => note);
      return okAsync({ notes, ...(next !== undefined && { next }) });
    },

    update: (owner, id, { draft, updatedAt, revision }, expected) =>
      findExpectedEntry(findOrCreateNotes(owner).get(id), expected).asyncMap(
        async ({ note: { userId, noteId, createdAt, updatedAt: before = Number.NEGATIVE_INFINITY }, createdAs }) => {
          const later = Math.max(updatedAt, before + 1);
          const note: Note = Object.freeze({ userId, noteId, ...draft, createdAt, updatedAt: later, revision });
          findOrCreateNotes(owner).set(id, { note, createdAs });
          return note;
        },
      ),

    delete: (owner, id, _deletion, expected) =>
      findExpectedEntry(findOrCreateNotes(owner).get(id), expected).asyncMap(async () => {
        findOrCreateNotes(owner).set(id, 'tombstone');
      }),
  };
};

const isLive = (entry: Entry | undefined): entry is Exclude<Entry, 'tombstone'> =>
  entry !== undefined && entry !== 'tombstone';

const findExpectedEntry = (
  entry: Entry | undefined,
  expected: Expected,
): Result<Exclude<Entry, 'tombstone'>, NoteNotFound | RevisionConflict> => {
  if (!isLive(entry)) return err({ kind: 'NoteNotFound' });
  if (!isExpected(expected, entry.note.revision)) return err({ kind: 'RevisionConflict' });
  return ok(entry);
};
