import type { Result, ResultAsync } from 'neverthrow';
import type { Note, NoteDraft, NoteId } from '../domain/note.ts';
import { sameTexts } from '../domain/note-fields.ts';
import type { OwnerId } from '../domain/owner.ts';
import { isExpected } from '../ports/expected.ts';
import type {
  Expected,
  NoteChange,
  NoteCreation,
  NoteDeletion,
  NotePage,
  NoteStore,
  PageRequest,
} from '../ports/note-store.ts';

/** What a method came to: a value, or the kind of its error. */
export type Outcome = { readonly ok: unknown } | { readonly error: string };

/** One call of the port, by an owner. */
export type NoteAction =
  | { readonly type: 'create'; readonly creation: NoteCreation }
  | { readonly type: 'find'; readonly id: NoteId }
  | { readonly type: 'list'; readonly page: PageRequest }
  | { readonly type: 'update'; readonly id: NoteId; readonly change: NoteChange; readonly expected: Expected }
  | { readonly type: 'delete'; readonly id: NoteId; readonly deletion: NoteDeletion; readonly expected: Expected };

export const perform = async (store: NoteStore, owner: OwnerId, command: NoteAction): Promise<Outcome> => {
  const result: Result<unknown, { readonly kind: string }> = await call(store, owner, command);
  return toOutcome(result);
};

export const toOutcome = (result: Result<unknown, { readonly kind: string }>): Outcome =>
  result.match<Outcome>(
    (ok) => ({ ok }),
    ({ kind }) => ({ error: kind }),
  );

/** How each method of the port is called: a method that no command exercises does not compile. */
const calls: {
  readonly [M in keyof NoteStore]: (
    store: NoteStore,
    owner: OwnerId,
    command: Extract<NoteAction, { readonly type: M }>,
  ) => ReturnType<NoteStore[M]>;
} = {
  create: (store, owner, { creation }) => store.create(owner, creation),
  find: (store, owner, { id }) => store.find(owner, id),
  list: (store, owner, { page }) => store.list(owner, page),
  update: (store, owner, { id, change, expected }) => store.update(owner, id, change, expected),
  delete: (store, owner, { id, deletion, expected }) => store.delete(owner, id, deletion, expected),
};

const call = (
  store: NoteStore,
  owner: OwnerId,
  command: NoteAction,
): ResultAsync<unknown, { readonly kind: string }> => {
  const of: (store: NoteStore, owner: OwnerId, command: never) => ResultAsync<unknown, { readonly kind: string }> =
    calls[command.type];
  return of(store, owner, command as never);
};

/** What an owner has at an id: nothing yet, a note, or the place of one that was deleted. */
export type Entry = { readonly note: Note; readonly createdAs: NoteDraft } | 'tombstone' | undefined;

/** A command about one note. */
export type KeyedNoteAction = Exclude<NoteAction, { type: 'list' }>;

export const noteIdOf = (command: KeyedNoteAction): NoteId =>
  command.type === 'create' ? command.creation.noteId : command.id;

/** The port's promise at its plainest: what a command comes to where an entry is, and the entry after it. */
export const applyAction = (
  entry: Entry,
  owner: OwnerId,
  command: KeyedNoteAction,
): { readonly outcome: Outcome; readonly entry: Entry } => {
  const refused = (error: string) => ({ outcome: { error }, entry });
  if (command.type === 'create') {
    const { noteId, draft, createdAt, revision } = command.creation;
    if (entry === 'tombstone') return refused('NoteDeleted');
    if (entry !== undefined)
      return sameTexts(entry.createdAs, draft) ? { outcome: { ok: entry.note }, entry } : refused('NoteIdTaken');
    const note = { userId: owner, noteId, ...draft, createdAt, revision };
    return { outcome: { ok: note }, entry: { note, createdAs: draft } };
  }
  if (entry === undefined || entry === 'tombstone') return refused('NoteNotFound');
  if (command.type === 'find') return { outcome: { ok: entry.note }, entry };
  const { expected } = command;
  if (!isExpected(expected, entry.note.revision)) return refused('RevisionConflict');
  if (command.type === 'delete') return { outcome: { ok: undefined }, entry: 'tombstone' };
  const { userId, noteId, createdAt, updatedAt: before = Number.NEGATIVE_INFINITY } = entry.note;
  const { draft, revision } = command.change;
  const updatedAt = Math.max(command.change.updatedAt, before + 1);
  const note = { userId, noteId, ...draft, createdAt, updatedAt, revision };
  return { outcome: { ok: note }, entry: { note, createdAs: entry.createdAs } };
};

/** A map of maps of entries. A store has to come to what this comes to. */
export interface Model {
  /** Throws, saying how, if the store's outcome is not what this command comes to. */
  check(owner: OwnerId, command: NoteAction, outcome: Outcome): void;
  /** The owner's notes, newest id first. */
  listNotes(owner: OwnerId): readonly Note[];
}

export const createModel = (): Model => {
  const owners = new Map<OwnerId, Map<NoteId, Entry>>();
  const findOrCreateEntries = (owner: OwnerId) => {
    const entries = owners.get(owner) ?? new Map<NoteId, Entry>();
    owners.set(owner, entries);
    return entries;
  };
  const listNotes = (owner: OwnerId): readonly Note[] =>
    [...findOrCreateEntries(owner).keys()]
      .sort()
      .reverse()
      .map((id) => findOrCreateEntries(owner).get(id))
      .flatMap((entry) => (entry === undefined || entry === 'tombstone' ? [] : [entry.note]));

  return {
    listNotes: listNotes,
    check: (owner, command, outcome) => {
      if (command.type === 'list') return checkPage(listNotes(owner), command.page, outcome);
      const entries = findOrCreateEntries(owner);
      const { outcome: expected, entry } = applyAction(entries.get(noteIdOf(command)), owner, command);
      entries.set(noteIdOf(command), entry);
      if (!same(outcome, expected))
        throw new Error(`${command.type} came to ${describeBriefly(outcome)} and not to ${describeBriefly(expected)}.`);
    },
  };
};

/**
 * A page has the notes below `after`, newest id first, down to its `next` or to the end: none left out, none twice, no
 * more than `limit`; and its `next` goes on downwards.
 */
const checkPage = (notes: readonly Note[], { limit, after }: PageRequest, outcome: Outcome): void => {
  if (!('ok' in outcome)) throw new Error(`list came to ${describeBriefly(outcome)}.`);
  const page = outcome.ok as NotePage;
  if (page.notes.length > limit) throw new Error(`A page of at most ${limit} has ${page.notes.length} notes.`);
  // Every id is above '' and below '~'.
  const [bottom, top]: readonly [string, string] = [page.next ?? '', after ?? '~'];
  if (bottom >= top) throw new Error('The next page does not go on downwards.');
  const expected = notes.filter(({ noteId }) => noteId < top && noteId >= bottom);
  if (!same(page.notes, expected))
    throw new Error(`A page is ${describeBriefly(page.notes)} and not ${describeBriefly(expected)}.`);
};

/** Equal in every part: what is absent and what is undefined are the same. */
export const same = (a: unknown, b: unknown): boolean => {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => same(Reflect.get(a, name), Reflect.get(b, name)));
};

const show = (value: unknown): string =>
  JSON.stringify(value, (_, part) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(
          Object.keys(part)
            .sort()
            .map((name) => [name, part[name]]),
        )
      : part,
  );

/** As `show`, for people: of a long text its beginning, and of many notes the first. */
export const describeBriefly = (value: unknown): string => {
  const short = (part: unknown): unknown => {
    if (typeof part === 'string') return part.length > 60 ? `${part.slice(0, 40)}… of ${part.length} units` : part;
    if (Array.isArray(part))
      return part.length > 5 ? [...part.slice(0, 5).map(short), `… of ${part.length}`] : part.map(short);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, member]) => [name, short(member)]));
  };
  return show(short(value));
};
