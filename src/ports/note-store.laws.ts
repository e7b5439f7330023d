import fc from 'fast-check';
import { describe, test } from 'vitest';
import type { Note, NoteId } from '../domain/note.ts';
import type { OwnerId } from '../domain/owner.ts';
import { isLinearizable, type Step } from './linearizability.ts';
import {
  delicateTexts,
  draftOf,
  type Step as HistoryStep,
  noteIds,
  revisionOf,
  someContention,
  someDraft,
  someHistory,
  someOwners,
  twins,
} from './note-store.arbitraries.ts';
import { afterwards, type Entry, modelOf, noteIdOf, perform, same } from './note-store.model.ts';
import type { NoteStore } from './note-store.ts';

/** Opens an empty store. It is disposed of when the case that it was opened for is over. */
export type OpenNoteStore = () => Promise<NoteStore & Partial<AsyncDisposable>>;

export interface LawOptions {
  /** How many cases a law draws; 50 if it is left out. */
  readonly runs?: number;
  /** With `path`, as fast-check prints them of a failure: replays it. */
  readonly seed?: number;
  readonly path?: string;
}

/** A promise of the port, named for what it promises. `hold` rejects, with a counter-example, if a store breaks it. */
export interface Law {
  readonly name: string;
  readonly hold: (open: OpenNoteStore, options?: LawOptions) => Promise<void>;
}

/** A law over drawn cases, each with a store of its own. */
const law = <T>(name: string, cases: fc.Arbitrary<T>, check: (store: NoteStore, drawn: T) => Promise<void>): Law => ({
  name,
  hold: async (open, { runs = 50, seed, path } = {}) => {
    const property = fc.asyncProperty(cases, async (drawn) => {
      const store = await open();
      try {
        await check(store, drawn);
      } finally {
        await store[Symbol.asyncDispose]?.();
      }
    });
    await fc.assert(property, {
      numRuns: runs,
      ...(seed !== undefined && { seed }),
      ...(path !== undefined && { path }),
    });
  },
});

const must = (holds: boolean, otherwise: string): void => {
  if (!holds) throw new Error(otherwise);
};

/** A number says it all: a drawn scheduler, shrunk beside other values, is not the same again when its path is replayed. */
const schedulerOf = (order: number): fc.Scheduler =>
  fc.sample(fc.scheduler(), { seed: order, numRuns: 1 })[0] as fc.Scheduler;

const twoOwners = someOwners(2) as fc.Arbitrary<readonly [OwnerId, OwnerId]>;
const oneOwner = someOwners(1) as fc.Arbitrary<readonly [OwnerId]>;
const id: fc.Arbitrary<NoteId> = fc.constantFrom(...noteIds);
const someIds = fc.shuffledSubarray([...noteIds], { minLength: 1 });

const create = (store: NoteStore, owner: OwnerId, noteId: NoteId, content = 'one', step = 0) =>
  store.create(owner, { noteId, draft: draftOf(content), createdAt: step, revision: revisionOf(step) });
const update = (store: NoteStore, owner: OwnerId, id: NoteId, step: number, content = `update ${step}`) =>
  store.update(owner, id, { draft: draftOf(content), updatedAt: step, revision: revisionOf(step) }, 'any');
const remove = (store: NoteStore, owner: OwnerId, id: NoteId, step: number) =>
  store.delete(owner, id, { deletedAt: step, revision: revisionOf(step) }, 'any');

/** Every note of an owner, page after page. Throws if the pages do not come to an end. */
const listed = async (store: NoteStore, owner: OwnerId, limit: number): Promise<readonly Note[]> => {
  const notes: Note[] = [];
  let after: NoteId | undefined;
  for (let pages = 0; pages < 100; pages++) {
    const page = (await store.list(owner, { limit, ...(after !== undefined && { after }) }))._unsafeUnwrap();
    notes.push(...page.notes);
    after = page.next;
    if (after === undefined) return notes;
  }
  throw new Error('The pages of a list do not come to an end.');
};

/** What the port promises, law by law. */
export const laws: readonly Law[] = [
  law(
    'comes to what a map of maps comes to, whatever several owners do in turn',
    fc.tuple(someOwners(3), someHistory(3)),
    async (store, [owners, history]) => {
      const model = modelOf();
      for (const { who, command } of history) {
        const owner = owners[who] as OwnerId;
        model.check(owner, command, await perform(store, owner, command));
      }
      for (const owner of owners) {
        const page = { limit: 1000 };
        model.check(owner, { type: 'list', page }, await perform(store, owner, { type: 'list', page }));
      }
    },
  ),

  law(
    'never shows one owner anything that another did, however alike their names',
    fc.tuple(...twins.map(() => someHistory(2, 16))),
    async (store, histories) => {
      const model = modelOf();
      for (const [pair, history] of histories.entries())
        for (const { who, command } of history) {
          const owner = twins[pair]?.[who] as OwnerId;
          model.check(owner, command, await perform(store, owner, command));
        }
    },
  ),

  law(
    'leaves the notes of one owner as they are, whatever another does with their ids',
    fc.tuple(twoOwners, id),
    async (store, [[ann, bob], id]) => {
      const note = (await create(store, ann, id))._unsafeUnwrap();
      await update(store, bob, id, 1);
      await remove(store, bob, id, 2);
      await create(store, bob, id, 'Bob’s', 3);
      await update(store, bob, id, 4);
      await remove(store, bob, id, 5);
      const now = (await store.find(ann, id))._unsafeUnwrap();
      must(JSON.stringify(now) === JSON.stringify(note), 'The note is not what it was.');
    },
  ),

  law(
    'gives one owner no cursor into the notes of another',
    fc.tuple(twoOwners, someIds, id),
    async (store, [[ann, bob], ids, after]) => {
      for (const each of ids) await create(store, ann, each);
      const page = (await store.list(bob, { limit: 10, after }))._unsafeUnwrap();
      must(
        page.notes.length === 0 && page.next === undefined,
        'A list shows notes of another owner, or a way to them.',
      );
    },
  ),

  law('keeps every text as it was given', fc.tuple(oneOwner, someDraft), async (store, [[owner], drawn]) => {
    const drafts = [...delicateTexts.map((text) => draftOf(text, text)), drawn];
    for (const [index, noteId] of noteIds.entries()) {
      const draft = drafts[index] ?? drawn;
      await store.create(owner, { noteId, draft, createdAt: 1, revision: revisionOf(index) });
      const found = (await store.find(owner, noteId))._unsafeUnwrap();
      const inList = (await listed(store, owner, 10)).find((note) => note.noteId === noteId);
      for (const note of [found, inList])
        must(note?.content === draft.content && note.attachment === draft.attachment, 'A text came back as another.');
    }
  }),

  law(
    'makes one note of a create that is repeated, also after an update, and writes nothing then',
    fc.tuple(oneOwner, id, fc.boolean()),
    async (store, [[owner], id, updated]) => {
      await create(store, owner, id);
      if (updated) await update(store, owner, id, 1);
      const before = (await store.find(owner, id))._unsafeUnwrap();
      const again = (await create(store, owner, id, 'one', 2))._unsafeUnwrap();
      must(JSON.stringify(again) === JSON.stringify(before), 'The repeated create does not answer the note as it is.');
      const after = (await store.find(owner, id))._unsafeUnwrap();
      must(JSON.stringify(after) === JSON.stringify(before), 'The repeated create changed the note.');
      must((await listed(store, owner, 10)).length === 1, 'The repeated create made another note.');
    },
  ),

  law(
    'lets no other draft have the id of a note, not even one that an update gave it',
    fc.tuple(oneOwner, id),
    async (store, [[owner], id]) => {
      await create(store, owner, id, 'first');
      await update(store, owner, id, 1, 'second');
      const other = await create(store, owner, id, 'second', 2);
      must(
        other.isErr() && other.error.kind === 'NoteIdTaken',
        'Another draft was taken for the one that made the note.',
      );
    },
  ),

  law(
    'does not bring a deleted note back, nor show that it was there',
    fc.tuple(oneOwner, someIds, fc.integer({ min: 1, max: 3 })),
    async (store, [[owner], ids, limit]) => {
      for (const each of ids) await create(store, owner, each);
      for (const each of ids) (await remove(store, owner, each, 1))._unsafeUnwrap();
      for (const each of ids) {
        const again = await create(store, owner, each, 'one', 2);
        must(again.isErr() && again.error.kind === 'NoteDeleted', 'A create brought a deleted note back.');
        must((await store.find(owner, each)).isErr(), 'A deleted note is found.');
        const [updated, deleted] = [await update(store, owner, each, 3), await remove(store, owner, each, 4)];
        for (const result of [updated, deleted])
          must(result.isErr() && result.error.kind === 'NoteNotFound', 'A deleted note was written.');
      }
      must((await listed(store, owner, limit)).length === 0, 'A list shows a deleted note.');
    },
  ),

  law('updates and deletes only what is there', fc.tuple(oneOwner, id), async (store, [[owner], id]) => {
    for (const result of [await update(store, owner, id, 1), await remove(store, owner, id, 2)])
      must(result.isErr() && result.error.kind === 'NoteNotFound', 'A note that is not there was written.');
    must((await store.find(owner, id)).isErr(), 'An update made a note.');
    must((await create(store, owner, id, 'one', 3)).isOk(), 'A delete left a tombstone of nothing.');
  }),

  law(
    'writes a note only at a revision that is expected',
    fc.tuple(oneOwner, id, fc.nat(3)),
    async (store, [[owner], id, updates]) => {
      await create(store, owner, id);
      for (let step = 1; step <= updates; step++) await update(store, owner, id, step);
      const before = JSON.stringify((await store.find(owner, id))._unsafeUnwrap());
      const stale = [revisionOf(98), ...Array.from({ length: updates }, (_, step) => revisionOf(step))] as const;
      const change = { draft: draftOf('late'), updatedAt: 99, revision: revisionOf(99) };
      for (const result of [
        await store.update(owner, id, change, stale),
        await store.delete(owner, id, { deletedAt: 99, revision: revisionOf(99) }, stale),
      ])
        must(result.isErr() && result.error.kind === 'RevisionConflict', 'A stale revision was accepted.');
      must(
        JSON.stringify((await store.find(owner, id))._unsafeUnwrap()) === before,
        'A refused write changed the note.',
      );
      const good = await store.update(owner, id, change, [revisionOf(98), revisionOf(updates)]);
      must(good.isOk() && good.value.revision === revisionOf(99), 'The present revision was refused.');
    },
  ),

  law(
    'dates each update of a note later than the one before, whatever the clocks say',
    fc.tuple(oneOwner, id, fc.array(fc.nat(5), { minLength: 1, maxLength: 6 })),
    async (store, [[owner], id, times]) => {
      await create(store, owner, id);
      let before = Number.NEGATIVE_INFINITY;
      for (const [step, updatedAt] of times.entries()) {
        const change = { draft: draftOf('later'), updatedAt, revision: revisionOf(step + 1) };
        const { updatedAt: dated = Number.NaN } = (await store.update(owner, id, change, 'any'))._unsafeUnwrap();
        must(dated > before && dated >= updatedAt, `An update at ${updatedAt}, after ${before}, is dated ${dated}.`);
        before = dated;
      }
    },
  ),

  law(
    'lets exactly one of many writers on one revision win',
    fc.tuple(oneOwner, id, fc.integer({ min: 2, max: 8 })),
    async (store, [[owner], id, writers]) => {
      await create(store, owner, id);
      const results = await Promise.all(
        Array.from({ length: writers }, (_, writer) => {
          const revision = revisionOf(writer + 1);
          const change = { draft: draftOf(`by ${writer}`), updatedAt: writer, revision };
          return store.update(owner, id, change, [revisionOf(0)]);
        }),
      );
      const winners = results.filter((result) => result.isOk());
      must(winners.length === 1, `${winners.length} of ${writers} writers won.`);
      const winner = winners[0]?._unsafeUnwrap();
      const now = (await store.find(owner, id))._unsafeUnwrap();
      must(
        now.revision === winner?.revision && now.content === winner.content,
        'The note is not what the winner wrote.',
      );
    },
  ),

  law(
    'lets what happens at the same time have happened in some order, note by note',
    fc.tuple(someOwners(2), someContention, fc.noShrink(fc.integer())),
    async (store, [owners, bunches, order]) => {
      const scheduler = schedulerOf(order);
      const notes = new Map<string, (Step<Entry> & { readonly story: string })[]>();
      let moment = 0;
      const carryOut = async ({ who, command }: HistoryStep): Promise<void> => {
        const owner = owners[who] as OwnerId;
        if (command.type === 'list') return void (await perform(store, owner, command));
        const began = moment++;
        const came = await perform(store, owner, command);
        const ended = moment++;
        const step = {
          began,
          ended,
          apply: (entry: Entry) => {
            const { outcome, entry: state } = afterwards(entry, owner, command);
            return same(outcome, came) ? { state } : undefined;
          },
          story: `from ${began} to ${ended}: ${JSON.stringify(command)} came to ${JSON.stringify(came)}`,
        };
        const note = `${who} ${noteIdOf(command)}`;
        notes.set(note, [...(notes.get(note) ?? []), step]);
      };
      // A bunch begins when the scheduler lets it, beside what is under way; an answer is seen when the scheduler says.
      const running = bunches.map(async (bunch) => {
        await scheduler.schedule(Promise.resolve(), 'a bunch begins');
        await Promise.all(bunch.map((step) => scheduler.schedule(carryOut(step), 'an answer is seen')));
      });
      await scheduler.waitFor(Promise.all(running));
      for (const [note, steps] of notes)
        must(
          isLinearizable<Entry>(undefined, steps),
          `No order explains what happened to ${note}:\n${steps.map(({ story }) => story).join('\n')}`,
        );
    },
  ),

  law(
    'lets exactly one of many creates with different drafts have an id',
    fc.tuple(oneOwner, id, fc.integer({ min: 2, max: 8 })),
    async (store, [[owner], id, writers]) => {
      const results = await Promise.all(
        Array.from({ length: writers }, (_, writer) => create(store, owner, id, `by ${writer}`, writer)),
      );
      must(results.filter((result) => result.isOk()).length === 1, 'More or fewer than one create won.');
    },
  ),

  law(
    'lists all notes of an owner, newest id first, each once, whatever the page',
    fc.tuple(twoOwners, someIds, fc.integer({ min: 1, max: 7 })),
    async (store, [[owner, other], ids, limit]) => {
      for (const each of ids) await create(store, owner, each);
      for (const each of noteIds) await create(store, other, each, 'another’s');
      const all = (await listed(store, owner, limit)).map(({ noteId }) => noteId);
      must(JSON.stringify(all) === JSON.stringify(ids.toSorted().reverse()), 'The list is not all notes in order.');
    },
  ),

  law(
    'keeps what it holds to itself: what it answered can be changed without harm',
    fc.tuple(oneOwner, id),
    async (store, [[owner], id]) => {
      const answers = [
        (await create(store, owner, id))._unsafeUnwrap(),
        (await store.find(owner, id))._unsafeUnwrap(),
        ...(await listed(store, owner, 10)),
      ];
      for (const answer of answers)
        try {
          (answer as { content: string }).content = 'changed';
        } catch {
          // Frozen: all the better.
        }
      must((await store.find(owner, id))._unsafeUnwrap().content === 'one', 'A change of an answer changed the note.');
    },
  ),
];

/**
 * Holds an adapter to everything that `NoteStore` promises, one vitest test for each law. Reads must see what was written
 * before: open a store that reads eventually so that it reads consistently.
 */
export const noteStoreLaws = (name: string, open: OpenNoteStore, options: LawOptions = {}): void => {
  describe(`${name} keeps the laws of a note store`, () => {
    for (const { name: promise, hold } of laws) test(promise, () => hold(open, options));
  });
};
