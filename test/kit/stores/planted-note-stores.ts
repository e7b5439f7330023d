import { err, ok, type Result, ResultAsync } from 'neverthrow';
import type { Note, NoteDraft, NoteId, Revision } from '../../../src/domain/note.ts';
import { mapFields, type NoteTexts, sameTexts } from '../../../src/domain/note-fields.ts';
import type { OwnerId } from '../../../src/domain/owner.ts';
import type { Expected, NoteStore } from '../../../src/ports/note-store.ts';
import { createOwnerMaps } from './owner-maps.ts';

const updateCameTo = /^update came to .* instead of /;
const otherOutcome = /^(\w+ came to .* instead of|A page is .* and not) /;
const wrongDate = /^An update at \d, after \S+, is dated \d+\.$/;

/** Faults that adapters have, each under a law that must reject it, with the message that the law must give. */
export const faults = {
  'has the same outcomes as a map of maps, whatever several owners do in turn': {
    'owners are property names of a plain object': /is not a function|undefined or null to object/,
    'a page is longer than asked for': /^A page of at most \d has \d notes\.$/,
    'a page of more than a hundred is refused': 'list came to {"error":"StoreUnavailable"}.',
    'an update keeps the revision': updateCameTo,
    'an update keeps an attachment that it does not name': updateCameTo,
    'an update moves the date of creation': updateCameTo,
  },
  'never shows one owner anything that another did, however alike their names': {
    'an owner is found by a prefix': otherOutcome,
    'owners are compared case-insensitively': otherOutcome,
    'owners are normalized': otherOutcome,
    'owners are trimmed': otherOutcome,
    'owners are cut at NUL': otherOutcome,
  },
  'leaves the notes of one owner as they are, whatever another does with their ids': {
    'the owner is left out of the key': 'The note is not what it was.',
    'notes are fetched by id and then compared': 'The note is not what it was.',
    'an update finds its note by the id alone': 'The note is not what it was.',
  },
  'gives one owner no cursor into the notes of another': {
    'a cursor carries its owner': 'A list shows notes of another owner, or a way to them.',
    'a list has a cursor while anybody has notes': 'A list shows notes of another owner, or a way to them.',
  },
  'keeps every text as it was given': {
    'texts are normalized': 'A text came back as another.',
    'texts are cut at NUL': 'A text came back as another.',
    'line ends of a content are normalized': 'A text came back as another.',
    'attachments are trimmed': 'A text came back as another.',
    'long contents are cut': 'A text came back as another.',
    'a list omits notes with an attachment': 'A text came back as another.',
  },
  'creates one note for a repeated create, even after an update, and writes nothing for the repeat': {
    'a repeated create is refused': 'The repeated create does not answer the note as it is.',
    'a repeated create writes again': 'The repeated create does not answer the note as it is.',
    'a repeated create writes again until an update': 'The repeated create does not answer the note as it is.',
    'a repeated create answers the note as it was created': 'The repeated create does not answer the note as it is.',
    'a repeated create gives its revision to the note': 'The repeated create changed the note.',
    'a repeated create is listed again': 'The repeated create created another note.',
  },
  'refuses the id of a note to any other draft, even to one that an update gave the note': {
    'a repeated create is recognized by the current content':
      'Another draft was taken for the one that created the note.',
    'any create at an id counts as a repeated one': 'Another draft was taken for the one that created the note.',
    'a taken id is called deleted': 'Another draft was taken for the one that created the note.',
  },
  'does not bring a deleted note back, nor show that it was there': {
    'a delete leaves no tombstone': 'A create brought a deleted note back.',
    'a deleted id is called taken': 'A create brought a deleted note back.',
    'a tombstone is found': 'A deleted note is found.',
    'a tombstone is updated': 'A deleted note was updated.',
    'a tombstone is deleted': 'A deleted note was deleted again.',
    'a tombstone is listed': 'A list shows a deleted note.',
  },
  'updates and deletes only what is there': {
    'an update inserts': 'A note that is not there was updated.',
    'an update inserts, and answers that the note is missing': 'An update created a note.',
    'a delete of nothing succeeds': 'A note that is not there was deleted.',
    'a delete of nothing leaves a tombstone': 'A delete left a tombstone of nothing.',
    'a missing note is called a conflict': 'A note that is not there was updated.',
  },
  'writes a note only at a revision that is expected': {
    'an update drops its condition': 'A stale revision was accepted by an update.',
    'a delete drops its condition': 'A stale revision was accepted by a delete.',
    'a stale revision is accepted': 'A stale revision was accepted by an update.',
    'a conflict is called missing': 'A stale revision was accepted by an update.',
    'a refused update is written': 'A refused write changed the note.',
    'only the first expected revision counts': 'The current revision was refused.',
    'only ten expected revisions count': 'The current revision was refused.',
    'unwanted revisions are ignored': 'A revision that is not wanted was accepted by an update.',
    'a write that must not happen is unconditional': 'A revision that is not wanted was accepted by an update.',
    'only the first unwanted revision counts': 'A revision that is not wanted was accepted by an update.',
    'unwanted revisions count as wanted ones': 'A revision that is not wanted was accepted by an update.',
    'an update makes a revision of its own': 'An update did not give the note its revision.',
  },
  'dates each update of a note later than the one before, whatever the clocks say': {
    'an update is dated earlier than the one before': wrongDate,
    'an update is dated as the one before': wrongDate,
    'updates are numbered instead of dated': wrongDate,
  },
  'lets exactly one of many writers on one revision win': {
    'an update looks before it writes': /^\d of \d writers won\.$/,
    'a refused update is written': 'The note is not what the winner wrote.',
  },
  'treats concurrent calls as if they came in some order, note by note': {
    'a delete looks before it writes':
      /^No order explains what happened to [01] 0192[-\da-f]+:\n(from \d+ to \d+: \{"type":.+\} came to \{.*\}\n)+from \d+ to [^\n]+$/,
  },
  'gives an id to exactly one of many creates with different drafts': {
    'a create looks before it writes': 'More or fewer than one create won.',
  },
  'lists all notes of an owner, newest id first, each once, whatever the page': {
    'a list forgets its last page': 'The list is not all notes in order.',
    'a page repeats its cursor': /^The (pages of a list do not end|list is not all notes in order)\.$/,
    'a list is oldest first': 'The list is not all notes in order.',
    'a list ends after a hundred notes': 'The list is not all notes in order.',
    'a list never ends': 'The pages of a list do not end.',
  },
  'shares no memory with its caller: changing an answer changes no note': {
    'a create answers the object that is held': 'A change of an answer changed the note.',
    'a repeated create answers the object that is held': 'A change of an answer changed the note.',
    'a find answers the object that is held': 'A change of an answer changed the note.',
    'a list answers the objects that are held': 'A change of an answer changed the note.',
    'an update answers the object that is held': 'A change of an answer changed the note.',
  },
} as const satisfies Record<string, Record<string, string | RegExp>>;

type ByLaw = typeof faults;
export type NoteStoreFault = { [Law in keyof ByLaw]: keyof ByLaw[Law] }[keyof ByLaw];

interface Entry {
  note: Note;
  readonly createdAs: NoteDraft;
  deleted: boolean;
  readonly revisions: Revision[];
  readonly asMade: Note;
  listings: number;
}

/** Creates a note store in memory that keeps every law except those that the fault breaks. */
export const createPlantedNoteStore = (fault?: NoteStoreFault): NoteStore => {
  const is = (name: NoteStoreFault) => fault === name;
  const cut = (text: string) => text.split('\0')[0] || '?';
  const keyOf = (owner: OwnerId): string => {
    if (is('the owner is left out of the key')) return '';
    if (is('owners are compared case-insensitively')) return owner.toLowerCase();
    if (is('owners are normalized')) return owner.normalize('NFKC');
    if (is('owners are trimmed')) return owner.trim();
    if (is('owners are cut at NUL')) return cut(owner);
    return owner;
  };
  const keptText = (text: string): string => {
    if (is('texts are normalized')) return text.normalize('NFC');
    return is('texts are cut at NUL') ? cut(text) : text;
  };
  const keptContent = (content: string): string => {
    if (is('line ends of a content are normalized')) return content.replaceAll('\r\n', '\n');
    return is('long contents are cut') ? content.slice(0, 65_535) : content;
  };
  const keptAttachment = (attachment: string) => (is('attachments are trimmed') ? attachment.trim() : attachment);
  const keptField = { content: keptContent, attachment: keptAttachment };
  const kept = (draft: NoteDraft) =>
    mapFields((name) => {
      const text = draft[name];
      return text === undefined ? undefined : keptField[name](keptText(text));
    }) as NoteTexts;
  const newEntry = (note: Note, createdAs: NoteDraft, deleted = false): Entry => ({
    ...{ note, createdAs: { ...createdAs }, deleted, revisions: [note.revision], asMade: { ...note }, listings: 1 },
  });

  const owners = createOwnerMaps<NoteId, Entry>(is);
  const byId = new Map<NoteId, Entry>();
  const findOrCreateEntries = (owner: OwnerId): Map<NoteId, Entry> => owners.findOrCreate(keyOf(owner));
  const findEntry = (owner: OwnerId, id: NoteId): Entry | undefined => {
    if (!is('notes are fetched by id and then compared')) return findOrCreateEntries(owner).get(id);
    const entry = byId.get(id);
    return entry?.note.userId === owner ? entry : undefined;
  };
  const shown = (note: Note, asItIsHeld: NoteStoreFault): Note => (is(asItIsHeld) ? note : { ...note });
  const counted = (expected: readonly Revision[]): readonly Revision[] => {
    if (is('only the first expected revision counts')) return expected.slice(0, 1);
    return is('only ten expected revisions count') ? expected.slice(0, 10) : expected;
  };
  const isExpected = (entry: Entry, expected: Expected): boolean => {
    if (expected === 'any') return true;
    if ('not' in expected) {
      if (is('unwanted revisions are ignored')) return true;
      if (expected.not === 'any') return is('a write that must not happen is unconditional');
      const unwanted = is('only the first unwanted revision counts') ? expected.not.slice(0, 1) : expected.not;
      return is('unwanted revisions count as wanted ones') === unwanted.includes(entry.note.revision);
    }
    return counted(expected).some((revision) =>
      is('a stale revision is accepted') ? entry.revisions.includes(revision) : revision === entry.note.revision,
    );
  };
  const dated = (updatedAt: number, before: number): number => {
    if (is('an update is dated earlier than the one before')) return updatedAt;
    if (is('an update is dated as the one before')) return Math.max(updatedAt, before);
    if (is('updates are numbered instead of dated')) return Math.max(0, before + 1);
    return Math.max(updatedAt, before + 1);
  };
  const revisionAfter = (before: Revision, given: Revision): Revision => {
    if (is('an update keeps the revision')) return before;
    return is('an update makes a revision of its own') ? (`${given}-own` as Revision) : given;
  };
  const run = <T, E>(body: () => Promise<Result<T, E>>): ResultAsync<T, E> => new ResultAsync(body());
  const notFound = err({ kind: 'NoteNotFound' } as const);
  const conflict = err({ kind: 'RevisionConflict' } as const);
  const idTaken = err({ kind: 'NoteIdTaken' } as const);
  const idDeleted = err({ kind: 'NoteDeleted' } as const);
  const notThere = () => (is('a missing note is called a conflict') ? conflict : notFound);
  const refused = () => (is('a conflict is called missing') ? notFound : conflict);

  return {
    create: (owner, { noteId, draft, createdAt, revision }) =>
      run(async () => {
        const entry = findEntry(owner, noteId);
        if (is('a create looks before it writes')) await Promise.resolve();
        if (entry?.deleted) return is('a deleted id is called taken') ? idTaken : idDeleted;
        if (entry !== undefined) {
          const createdAs = is('a repeated create is recognized by the current content') ? entry.note : entry.createdAs;
          const same = is('any create at an id counts as a repeated one') || sameTexts(createdAs, draft);
          if (!same) return is('a taken id is called deleted') ? idDeleted : idTaken;
          if (is('a repeated create is refused')) return idTaken;
          if (is('a repeated create is listed again')) entry.listings++;
          if (is('a repeated create answers the note as it was created')) return ok(entry.asMade);
          const writesAgain =
            is('a repeated create writes again') ||
            (is('a repeated create writes again until an update') && entry.note.updatedAt === undefined);
          if (!writesAgain) {
            const answer = shown(entry.note, 'a repeated create answers the object that is held');
            if (is('a repeated create gives its revision to the note')) entry.note = { ...entry.note, revision };
            return ok(answer);
          }
        }
        const note: Note = { userId: owner, noteId, ...kept(draft), createdAt, revision };
        const made = newEntry(note, draft);
        findOrCreateEntries(owner).set(noteId, made);
        byId.set(noteId, made);
        return ok(shown(note, 'a create answers the object that is held'));
      }),

    find: (owner, id) =>
      run(async () => {
        const entry = findEntry(owner, id);
        if (entry === undefined || (entry.deleted && !is('a tombstone is found'))) return notFound;
        return ok(shown(entry.note, 'a find answers the object that is held'));
      }),

    list: (owner, { limit, after }) =>
      run(async () => {
        if (limit > 100 && is('a page of more than a hundred is refused'))
          return err({ kind: 'StoreUnavailable' } as const);
        const mine = [...findOrCreateEntries(owner).values()];
        const everybodys = owners.all().flatMap((entries) => [...entries.values()]);
        const all = is('a cursor carries its owner') && after !== undefined ? everybodys : mine;
        const ids = all
          .filter(({ deleted }) => !deleted || is('a tombstone is listed'))
          .flatMap(({ note, listings }) => Array.from({ length: listings }, () => note))
          .filter(({ attachment }) => attachment === undefined || !is('a list omits notes with an attachment'))
          .filter(({ noteId }) => {
            if (after === undefined) return true;
            if (is('a list is oldest first')) return noteId > after;
            return is('a page repeats its cursor') ? noteId <= after : noteId < after;
          })
          .sort((a, b) => (a.noteId < b.noteId ? 1 : -1) * (is('a list is oldest first') ? -1 : 1));
        const most = is('a list ends after a hundred notes') ? Math.min(limit, 100) : limit;
        const notes = ids.slice(0, is('a page is longer than asked for') ? limit + 1 : most);
        const isCut = is('a list ends after a hundred notes') ? ids.length > limit : ids.length > notes.length;
        const goesOn =
          (isCut && !is('a list forgets its last page')) ||
          (everybodys.length > 0 && is('a list has a cursor while anybody has notes')) ||
          is('a list never ends');
        const next = goesOn ? (notes.at(-1)?.noteId ?? after) : undefined;
        return ok({
          notes: notes.map((note) => shown(note, 'a list answers the objects that are held')),
          ...(next !== undefined && { next }),
        });
      }),

    update: (owner, id, { draft, updatedAt, revision }, expected) =>
      run(async () => {
        const entry = is('an update finds its note by the id alone') ? byId.get(id) : findEntry(owner, id);
        const insertsQuietly = is('an update inserts, and answers that the note is missing');
        if (entry === undefined && (is('an update inserts') || insertsQuietly)) {
          const note: Note = { userId: owner, noteId: id, ...kept(draft), createdAt: updatedAt, revision };
          findOrCreateEntries(owner).set(id, newEntry(note, draft));
          return insertsQuietly ? notFound : ok({ ...note });
        }
        if (entry === undefined || (entry.deleted && !is('a tombstone is updated'))) return notThere();
        const isRefused = !is('an update drops its condition') && !isExpected(entry, expected);
        if (isRefused && !is('a refused update is written')) return refused();
        if (is('an update looks before it writes')) await Promise.resolve();
        const { attachment } = entry.note;
        const before = entry.note.updatedAt ?? Number.NEGATIVE_INFINITY;
        const note: Note = {
          userId: entry.note.userId,
          noteId: id,
          ...(is('an update keeps an attachment that it does not name') && attachment !== undefined && { attachment }),
          ...kept(draft),
          createdAt: is('an update moves the date of creation') ? updatedAt : entry.note.createdAt,
          updatedAt: dated(updatedAt, before),
          revision: revisionAfter(entry.note.revision, revision),
        };
        entry.note = note;
        entry.revisions.push(revision);
        return isRefused ? conflict : ok(shown(note, 'an update answers the object that is held'));
      }),

    delete: (owner, id, { deletedAt, revision }, expected) =>
      run(async () => {
        const entry = findEntry(owner, id);
        if (entry === undefined && is('a delete of nothing succeeds')) return ok();
        if (entry === undefined && is('a delete of nothing leaves a tombstone')) {
          const note: Note = { userId: owner, noteId: id, content: '', createdAt: deletedAt, revision };
          findOrCreateEntries(owner).set(id, newEntry(note, { content: '' } as NoteDraft, true));
        }
        if (entry?.deleted && is('a tombstone is deleted')) return ok();
        if (entry === undefined || entry.deleted) return notThere();
        if (!is('a delete drops its condition') && !isExpected(entry, expected)) return refused();
        if (is('a delete looks before it writes')) await Promise.resolve();
        entry.deleted = true;
        if (is('a delete leaves no tombstone')) {
          findOrCreateEntries(owner).delete(id);
          byId.delete(id);
        }
        return ok();
      }),
  };
};
