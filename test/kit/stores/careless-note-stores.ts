import { ResultAsync } from 'neverthrow';
import { createMemoryNoteStore } from '../../../src/adapters/memory/memory-note-store.ts';
import type { Note, NoteDraft, NoteId, Revision } from '../../../src/domain/note.ts';
import type { OwnerId } from '../../../src/domain/owner.ts';
import type { Confusion } from '../../../src/laws/confusions/confusion.ts';
import type { OpenedNoteStore } from '../../../src/laws/law.ts';
import type { Expected, NoteStore } from '../../../src/ports/note-store.ts';

// Stores built on the memory store, each of which breaks the laws by one kind of carelessness.

export type Method = keyof NoteStore;
const everyMethod: readonly Method[] = ['create', 'find', 'list', 'update', 'delete'];

/** Takes one owner for another in some of its methods, and shows what it finds as the caller's. */
export const createConfusingOwners = (
  { takes, map }: Pick<Confusion, 'takes' | 'map'>,
  methods: readonly Method[] = everyMethod,
): NoteStore => {
  const store = createMemoryNoteStore();
  const known: OwnerId[] = [];
  const byMap = new Map<string, OwnerId>();
  /** The owner that the store takes somebody for: the first that it knows, or themselves. */
  const takenFor = (asked: OwnerId): OwnerId => {
    const found = map === undefined ? known.find((stored) => takes(asked, stored)) : byMap.get(map(asked));
    return found ?? asked;
  };
  const met = (owner: OwnerId) => {
    if (map === undefined) known.push(owner);
    else if (!byMap.has(map(owner))) byMap.set(map(owner), owner);
  };
  const as = (asked: OwnerId, method: Method): OwnerId => (methods.includes(method) ? takenFor(asked) : asked);
  const shown = (owner: OwnerId, note: Note): Note => ({ ...note, userId: owner });
  return {
    create: (owner, creation) => {
      const of = as(owner, 'create');
      met(of);
      return store.create(of, creation).map((note) => shown(owner, note));
    },
    find: (owner, id) => store.find(as(owner, 'find'), id).map((note) => shown(owner, note)),
    list: (owner, page) =>
      store
        .list(as(owner, 'list'), page)
        .map((found) => ({ ...found, notes: found.notes.map((note) => shown(owner, note)) })),
    update: (owner, id, change, expected) =>
      store.update(as(owner, 'update'), id, change, expected).map((note) => shown(owner, note)),
    delete: (owner, id, deletion, expected) => store.delete(as(owner, 'delete'), id, deletion, expected),
  };
};

export type Place = 'create' | 'update' | 'find' | 'list' | 'attachment';

/** Changes texts in one place. */
export const createChangingTexts = (map: (text: string) => string, place: Place): NoteStore => {
  const store = createMemoryNoteStore();
  const changed = ({ content, attachment }: NoteDraft, at: Place): NoteDraft =>
    ({
      content: place === at ? map(content) : content,
      ...(attachment !== undefined && { attachment: place === 'attachment' ? map(attachment) : attachment }),
    }) as NoteDraft;
  const read = (note: Note, at: Place): Note => (place === at ? { ...note, content: map(note.content) } : note);
  return {
    ...store,
    create: (owner, creation) => store.create(owner, { ...creation, draft: changed(creation.draft, 'create') }),
    update: (owner, id, change, expected) =>
      store.update(owner, id, { ...change, draft: changed(change.draft, 'update') }, expected),
    find: (owner, id) => store.find(owner, id).map((note) => read(note, 'find')),
    list: (owner, page) =>
      store.list(owner, page).map((found) => ({ ...found, notes: found.notes.map((note) => read(note, 'list')) })),
  };
};

/** Takes one revision for another when it compares them. */
export const createConfusingRevisions = (takes: (asked: string, stored: string) => boolean): NoteStore => {
  const store = createMemoryNoteStore();
  const expectedAs = (now: Revision | undefined, expected: Expected): Expected => {
    if (expected === 'any' || now === undefined) return expected;
    const meant = (revisions: readonly Revision[]) =>
      revisions.map((each) => (takes(each, now) ? now : each)) as unknown as readonly [Revision, ...Revision[]];
    if (!('not' in expected)) return meant(expected);
    return expected.not === 'any' ? expected : { not: meant(expected.not) };
  };
  const findRevision = async (owner: OwnerId, id: NoteId) =>
    (await store.find(owner, id)).map(({ revision }) => revision).unwrapOr(undefined);
  return {
    ...store,
    update: (owner, id, change, expected) =>
      new ResultAsync(
        findRevision(owner, id).then((now) => store.update(owner, id, change, expectedAs(now, expected))),
      ),
    delete: (owner, id, deletion, expected) =>
      new ResultAsync(
        findRevision(owner, id).then((now) => store.delete(owner, id, deletion, expectedAs(now, expected))),
      ),
  };
};

/** Maps ids so that some collide, and shows each note under the id that was asked for. */
export const createConfusingIds = (map: (id: NoteId) => string): NoteStore => {
  const store = createMemoryNoteStore();
  const as = (id: NoteId) => map(id) as NoteId;
  return {
    create: (owner, creation) =>
      store
        .create(owner, { ...creation, noteId: as(creation.noteId) })
        .map((note) => ({ ...note, noteId: creation.noteId })),
    find: (owner, id) => store.find(owner, as(id)).map((note) => ({ ...note, noteId: id })),
    list: (owner, { limit, after }) => store.list(owner, { limit, ...(after !== undefined && { after: as(after) }) }),
    update: (owner, id, change, expected) =>
      store.update(owner, as(id), change, expected).map((note) => ({ ...note, noteId: id })),
    delete: (owner, id, deletion, expected) => store.delete(owner, as(id), deletion, expected),
  };
};

/** Changes times as it writes them. */
export const createChangingTimes = (map: (time: number) => number): NoteStore => {
  const store = createMemoryNoteStore();
  return {
    ...store,
    create: (owner, creation) => store.create(owner, { ...creation, createdAt: map(creation.createdAt) }),
    update: (owner, id, change, expected) =>
      store.update(owner, id, { ...change, updatedAt: map(change.updatedAt) }, expected),
  };
};

/** Caches an answer under a key from the `hot`th time it is asked for, and forgets it at the given writes. */
export const createRemembering = (
  keyOf: (owner: OwnerId, asked: string) => string,
  { hot = 1, forgetsAt = [] as readonly Method[], what = ['find', 'list'] as readonly Method[] } = {},
): NoteStore => {
  const store = createMemoryNoteStore();
  const answers = new Map<string, unknown>();
  const times = new Map<string, number>();
  const remembered = <T, E>(method: Method, key: string, ask: () => ResultAsync<T, E>): ResultAsync<T, E> => {
    if (!what.includes(method)) return ask();
    const known = answers.get(key) as Awaited<ResultAsync<T, E>> | undefined;
    if (known !== undefined) return new ResultAsync(Promise.resolve(known));
    times.set(key, (times.get(key) ?? 0) + 1);
    return new ResultAsync(
      Promise.resolve(ask()).then((answer) => {
        if ((times.get(key) ?? 0) >= hot) answers.set(key, answer);
        return answer;
      }),
    );
  };
  const writing = <R>(method: Method, result: R): R => {
    if (forgetsAt.includes(method)) answers.clear();
    return result;
  };
  return {
    create: (owner, creation) => writing('create', store.create(owner, creation)),
    find: (owner, id) => remembered('find', keyOf(owner, `find ${id}`), () => store.find(owner, id)),
    list: (owner, page) =>
      remembered('list', keyOf(owner, `list ${JSON.stringify(page)}`), () => store.list(owner, page)),
    update: (owner, id, change, expected) => writing('update', store.update(owner, id, change, expected)),
    delete: (owner, id, deletion, expected) => writing('delete', store.delete(owner, id, deletion, expected)),
  };
};

/** Keeps the owner of a call in a variable that all calls share, and waits before it uses it. */
export const createSharingTheOwner = (
  wait: () => Promise<void>,
  methods: readonly Method[] = everyMethod,
): NoteStore => {
  const store = createMemoryNoteStore();
  let current: OwnerId;
  const later = <T, E>(
    method: Method,
    owner: OwnerId,
    call: (owner: OwnerId) => ResultAsync<T, E>,
  ): ResultAsync<T, E> => {
    if (!methods.includes(method)) return call(owner);
    current = owner;
    return new ResultAsync(wait().then(() => call(current)));
  };
  return {
    create: (owner, creation) => later('create', owner, (of) => store.create(of, creation)),
    find: (owner, id) => later('find', owner, (of) => store.find(of, id)),
    list: (owner, page) => later('list', owner, (of) => store.list(of, page)),
    update: (owner, id, change, expected) => later('update', owner, (of) => store.update(of, id, change, expected)),
    delete: (owner, id, deletion, expected) => later('delete', owner, (of) => store.delete(of, id, deletion, expected)),
  };
};

/** Pools `size` sessions: each new owner gets the next, and after the last the first again, without opening it anew. */
export const createPoolingSessions = (size: number): NoteStore => {
  const sessions: OwnerId[] = [];
  const order = new Map<OwnerId, number>();
  const findSession = (owner: OwnerId): OwnerId => {
    if (!order.has(owner)) order.set(owner, order.size);
    const place = (order.get(owner) ?? 0) % size;
    sessions[place] ??= owner;
    return sessions[place];
  };
  return createConfusingOwners({ takes: () => false, map: (owner) => findSession(owner as OwnerId) });
};

/** Keeps the text of deleted or replaced notes, invisible through the port. */
export const createHoarding = (keeps: 'deleted' | 'replaced' | 'nothing' | 'nothing at all'): OpenedNoteStore => {
  const store = createMemoryNoteStore();
  const texts = new Map<string, string>();
  const history: string[] = [];
  return {
    ...store,
    create: (owner, creation) => {
      texts.set(creation.noteId, creation.draft.content);
      return store.create(owner, creation);
    },
    update: (owner, id, change, expected) => {
      if (keeps === 'replaced') history.push(texts.get(id) ?? '');
      texts.set(id, change.draft.content);
      return store.update(owner, id, change, expected);
    },
    delete: (owner, id, deletion, expected) => {
      if (keeps !== 'deleted') texts.delete(id);
      return store.delete(owner, id, deletion, expected);
    },
    everything: async () => (keeps === 'nothing at all' ? '' : JSON.stringify([...texts.values(), ...history])),
  };
};

/** Delays each call by some milliseconds, and makes calls wait for each other if it has a single connection. */
export const createSlow = (store: NoteStore, milliseconds: number, connections: 'many' | 'one' = 'many'): NoteStore => {
  let last: Promise<unknown> = Promise.resolve();
  const wait = (): Promise<unknown> => {
    const before = connections === 'one' ? last : Promise.resolve();
    const waited = before.then(() => new Promise((resolve) => setTimeout(resolve, milliseconds)));
    last = waited;
    return waited;
  };
  const slowly = <T, E>(call: () => ResultAsync<T, E>): ResultAsync<T, E> => new ResultAsync(wait().then(call));
  return {
    create: (...given) => slowly(() => store.create(...given)),
    find: (...given) => slowly(() => store.find(...given)),
    list: (...given) => slowly(() => store.list(...given)),
    update: (...given) => slowly(() => store.update(...given)),
    delete: (...given) => slowly(() => store.delete(...given)),
  };
};
