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

/** The outcome of a method: a value, or the kind of its error. */
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

/** How to call each method of the port. A method that no action exercises does not compile. */
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

/** What an owner has at an id: nothing yet, a note, or the tombstone of a deleted one. */
export type Entry = { readonly note: Note; readonly createdAs: NoteDraft } | 'tombstone' | undefined;

/** An action on one note. */
export type KeyedNoteAction = Exclude<NoteAction, { type: 'list' }>;

export const readNoteId = (command: KeyedNoteAction): NoteId =>
  command.type === 'create' ? command.creation.noteId : command.id;

/** Returns the outcome of an action on an entry, and the entry after it: the port's promise at its plainest. */
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

/** A map of maps of entries. A store's outcomes must be the same as this model's. */
export interface Model {
  /** Throws an explanation if the store's outcome is not the one that this command has. */
  check(owner: OwnerId, command: NoteAction, outcome: Outcome): void;
  /** Returns the owner's notes, newest id first. */
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
      const { outcome: expected, entry } = applyAction(entries.get(readNoteId(command)), owner, command);
      entries.set(readNoteId(command), entry);
      if (!same(outcome, expected))
        throw new Error(`${command.type} came to ${describeBriefly(outcome)} instead of ${describeBriefly(expected)}.`);
    },
  };
};

/**
 * Throws unless the page holds the notes below `after`, newest id first, down to its `next` or to the end, with none
 * left out, none repeated and no more than `limit`, and unless its `next` leads further down.
 */
const checkPage = (notes: readonly Note[], { limit, after }: PageRequest, outcome: Outcome): void => {
  if (!('ok' in outcome)) throw new Error(`list came to ${describeBriefly(outcome)}.`);
  const page = outcome.ok as NotePage;
  if (page.notes.length > limit) throw new Error(`A page of at most ${limit} has ${page.notes.length} notes.`);
  // Every id sorts above '' and below '~'.
  const [bottom, top]: readonly [string, string] = [page.next ?? '', after ?? '~'];
  if (bottom >= top) throw new Error('The next page does not lead downwards.');
  const expected = notes.filter(({ noteId }) => noteId < top && noteId >= bottom);
  if (!same(page.notes, expected))
    throw new Error(`A page is ${describeBriefly(page.notes)} and not ${describeBriefly(expected)}.`);
};

/** Returns whether two values are equal in every part. An absent member equals an undefined one. */
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

/** Formats a value as `show` does, for people: shows only the beginning of a long text and of a long list. */
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
