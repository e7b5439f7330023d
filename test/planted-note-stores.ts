import { err, ok, type Result, ResultAsync } from 'neverthrow';
import type { Note, NoteDraft, NoteId } from '../src/domain/note.ts';
import type { OwnerId } from '../src/domain/owner.ts';
import type { Expected, NoteStore } from '../src/ports/note-store.ts';

/** Faults that adapters have, each with the law that must reject it. */
export const faults = {
  'the owner is left out of the key': 'leaves the notes of one owner as they are, whatever another does with their ids',
  'an owner is found by its beginning': 'never shows one owner anything that another did, however alike their names',
  'owners are compared without case': 'never shows one owner anything that another did, however alike their names',
  'owners are normalized': 'never shows one owner anything that another did, however alike their names',
  'owners are trimmed': 'never shows one owner anything that another did, however alike their names',
  'owners end at NUL': 'never shows one owner anything that another did, however alike their names',
  'owners are names of an object': 'comes to what a map of maps comes to, whatever several owners do in turn',
  'notes are fetched by id and then compared':
    'leaves the notes of one owner as they are, whatever another does with their ids',
  'a cursor carries its owner': 'gives one owner no cursor into the notes of another',
  'an update drops its condition': 'writes a note only at a revision that is expected',
  'a delete drops its condition': 'writes a note only at a revision that is expected',
  'an update inserts': 'updates and deletes only what is there',
  'a delete of nothing leaves a tombstone': 'updates and deletes only what is there',
  'a list forgets its last page': 'lists all notes of an owner, newest id first, each once, whatever the page',
  'a page begins with its cursor': 'lists all notes of an owner, newest id first, each once, whatever the page',
  'a list is oldest first': 'lists all notes of an owner, newest id first, each once, whatever the page',
  'a page is longer than asked for': 'comes to what a map of maps comes to, whatever several owners do in turn',
  'a tombstone is found': 'does not bring a deleted note back, nor show that it was there',
  'a tombstone is listed': 'does not bring a deleted note back, nor show that it was there',
  'a tombstone is updated': 'does not bring a deleted note back, nor show that it was there',
  'a delete leaves no tombstone': 'does not bring a deleted note back, nor show that it was there',
  'answers are what is held': 'keeps what it holds to itself: what it answered can be changed without harm',
  'a stale revision is accepted': 'writes a note only at a revision that is expected',
  'only the first expected revision counts': 'writes a note only at a revision that is expected',
  'an update keeps the revision': 'comes to what a map of maps comes to, whatever several owners do in turn',
  'a repeated create writes again':
    'makes one note of a create that is repeated, also after an update, and writes nothing then',
  'a repeated create is told by the content of now':
    'lets no other draft have the id of a note, not even one that an update gave it',
  'any create at an id is a repeated one':
    'lets no other draft have the id of a note, not even one that an update gave it',
  'a repeated create is refused':
    'makes one note of a create that is repeated, also after an update, and writes nothing then',
  'texts are normalized': 'keeps every text as it was given',
  'texts end at NUL': 'keeps every text as it was given',
  'an update keeps an attachment that it does not name':
    'comes to what a map of maps comes to, whatever several owners do in turn',
  'an update moves the date of creation': 'comes to what a map of maps comes to, whatever several owners do in turn',
  'an update goes back in time': 'dates each update of a note later than the one before, whatever the clocks say',
  'an update looks before it writes': 'lets exactly one of many writers on one revision win',
  'a delete looks before it writes': 'lets what happens at the same time have happened in some order, note by note',
  'a create looks before it writes': 'lets exactly one of many creates with different drafts have an id',
} as const satisfies Record<string, string>;

export type Fault = keyof typeof faults;

interface Entry {
  note: Note;
  readonly createdAs: NoteDraft;
  deleted: boolean;
  readonly revisions: string[];
}

/** A note store in memory that keeps every law but those that the fault breaks. */
export const plantedNoteStore = (fault?: Fault): NoteStore => {
  const is = (name: Fault) => fault === name;
  const cut = (text: string) => text.split('\0')[0] || '?';
  const keyOf = (owner: OwnerId): string => {
    if (is('the owner is left out of the key')) return '';
    if (is('owners are compared without case')) return owner.toLowerCase();
    if (is('owners are normalized')) return owner.normalize('NFKC');
    if (is('owners are trimmed')) return owner.trim();
    if (is('owners end at NUL')) return cut(owner);
    return owner;
  };
  const keptText = (text: string): string => {
    if (is('texts are normalized')) return text.normalize('NFC');
    return is('texts end at NUL') ? cut(text) : text;
  };
  const kept = ({ content, attachment }: NoteDraft) => ({
    content: keptText(content),
    ...(attachment !== undefined && { attachment: keptText(attachment) }),
  });

  const byOwner = new Map<string, Map<NoteId, Entry>>();
  const byName: Record<string, Map<NoteId, Entry>> = {};
  const byId = new Map<NoteId, Entry>();
  const entriesOf = (owner: OwnerId): Map<NoteId, Entry> => {
    const key = keyOf(owner);
    if (is('owners are names of an object')) {
      byName[key] ??= new Map();
      return byName[key];
    }
    if (is('an owner is found by its beginning')) {
      const found = [...byOwner].find(([name]) => name.startsWith(key));
      if (found !== undefined) return found[1];
    }
    const entries = byOwner.get(key) ?? new Map<NoteId, Entry>();
    byOwner.set(key, entries);
    return entries;
  };
  const entryOf = (owner: OwnerId, id: NoteId): Entry | undefined => {
    if (!is('notes are fetched by id and then compared')) return entriesOf(owner).get(id);
    const entry = byId.get(id);
    return entry?.note.userId === owner ? entry : undefined;
  };
  const shown = (note: Note): Note => (is('answers are what is held') ? note : { ...note });
  const isExpected = (entry: Entry, expected: Expected): boolean => {
    if (expected === 'any') return true;
    const good = is('only the first expected revision counts') ? expected.slice(0, 1) : expected;
    return good.some((revision) =>
      is('a stale revision is accepted') ? entry.revisions.includes(revision) : revision === entry.note.revision,
    );
  };
  const sameDraft = (a: { content: string; attachment?: string }, b: NoteDraft) =>
    a.content === b.content && a.attachment === b.attachment;

  const run = <T, E>(body: () => Promise<Result<T, E>>): ResultAsync<T, E> => new ResultAsync(body());
  const notFound = err({ kind: 'NoteNotFound' } as const);

  return {
    create: (owner, { noteId, draft, createdAt, revision }) =>
      run(async () => {
        const entry = entryOf(owner, noteId);
        if (is('a create looks before it writes')) await Promise.resolve();
        if (entry?.deleted) return err({ kind: 'NoteDeleted' } as const);
        if (entry !== undefined) {
          const createdAs = is('a repeated create is told by the content of now') ? entry.note : entry.createdAs;
          const same = is('any create at an id is a repeated one') || sameDraft(createdAs, draft);
          if (!same || is('a repeated create is refused')) return err({ kind: 'NoteIdTaken' } as const);
          if (!is('a repeated create writes again')) return ok(shown(entry.note));
        }
        const note: Note = { userId: owner, noteId, ...kept(draft), createdAt, revision };
        const made: Entry = { note, createdAs: { ...draft }, deleted: false, revisions: [revision] };
        entriesOf(owner).set(noteId, made);
        byId.set(noteId, made);
        return ok(shown(note));
      }),

    find: (owner, id) =>
      run(async () => {
        const entry = entryOf(owner, id);
        if (entry === undefined || (entry.deleted && !is('a tombstone is found'))) return notFound;
        return ok(shown(entry.note));
      }),

    list: (owner, { limit, after }) =>
      run(async () => {
        const mine = [...entriesOf(owner).values()];
        const all =
          is('a cursor carries its owner') && after !== undefined
            ? [...byOwner.values()].flatMap((entries) => [...entries.values()])
            : mine;
        const ids = all
          .filter(({ deleted }) => !deleted || is('a tombstone is listed'))
          .map(({ note }) => note)
          .filter(({ noteId }) => {
            if (after === undefined) return true;
            if (is('a list is oldest first')) return noteId > after;
            return is('a page begins with its cursor') ? noteId <= after : noteId < after;
          })
          .sort((a, b) => (a.noteId < b.noteId ? 1 : -1) * (is('a list is oldest first') ? -1 : 1));
        const notes = ids.slice(0, is('a page is longer than asked for') ? limit + 1 : limit);
        const next = ids.length > notes.length ? notes.at(-1)?.noteId : undefined;
        const goesOn = next !== undefined && !is('a list forgets its last page');
        return ok({ notes: notes.map(shown), ...(goesOn && { next }) });
      }),

    update: (owner, id, { draft, updatedAt, revision }, expected) =>
      run(async () => {
        const entry = entryOf(owner, id);
        if (entry === undefined && is('an update inserts')) {
          const note: Note = { userId: owner, noteId: id, ...kept(draft), createdAt: updatedAt, revision };
          entriesOf(owner).set(id, { note, createdAs: draft, deleted: false, revisions: [revision] });
          return ok(shown(note));
        }
        if (entry === undefined || (entry.deleted && !is('a tombstone is updated'))) return notFound;
        if (!is('an update drops its condition') && !isExpected(entry, expected))
          return err({ kind: 'RevisionConflict' } as const);
        if (is('an update looks before it writes')) await Promise.resolve();
        const { attachment } = entry.note;
        const note: Note = {
          userId: entry.note.userId,
          noteId: id,
          ...(is('an update keeps an attachment that it does not name') && attachment !== undefined && { attachment }),
          ...kept(draft),
          createdAt: is('an update moves the date of creation') ? updatedAt : entry.note.createdAt,
          updatedAt: is('an update goes back in time')
            ? updatedAt
            : Math.max(updatedAt, (entry.note.updatedAt ?? Number.NEGATIVE_INFINITY) + 1),
          revision: is('an update keeps the revision') ? entry.note.revision : revision,
        };
        entry.note = note;
        entry.revisions.push(revision);
        return ok(shown(note));
      }),

    delete: (owner, id, { deletedAt, revision }, expected) =>
      run(async () => {
        const entry = entryOf(owner, id);
        if (entry === undefined && is('a delete of nothing leaves a tombstone')) {
          const note: Note = { userId: owner, noteId: id, content: '', createdAt: deletedAt, revision };
          entriesOf(owner).set(id, { note, createdAs: { content: '' } as NoteDraft, deleted: true, revisions: [] });
        }
        if (entry === undefined || entry.deleted) return notFound;
        if (!is('a delete drops its condition') && !isExpected(entry, expected))
          return err({ kind: 'RevisionConflict' } as const);
        if (is('a delete looks before it writes')) await Promise.resolve();
        entry.deleted = true;
        if (is('a delete leaves no tombstone')) {
          entriesOf(owner).delete(id);
          byId.delete(id);
        }
        return ok();
      }),
  };
};
