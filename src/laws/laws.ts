import fc from 'fast-check';
import type { ResultAsync } from 'neverthrow';
import type { Note, NoteId } from '../domain/note.ts';
import { sameTexts } from '../domain/note-fields.ts';
import type { OwnerId } from '../domain/owner.ts';
import type { Expected, NoteStore, PageRequest } from '../ports/note-store.ts';
import {
  createDraft,
  createFullDraft,
  delicateTexts,
  type DrawnAction as HistoryStep,
  longestDraft,
  manyIds,
  noteIds,
  revisionNumbered,
  someContention,
  someDraft,
  someHistory,
  someOwners,
  twins,
} from './arbitraries.ts';
import { confusionLaws } from './confusion-laws.ts';
import type { Law } from './law.ts';
import { law, must } from './law-over.ts';
import { isLinearizable, type TimedOperation } from './linearizability.ts';
import { applyAction, createModel, type Entry, type Outcome, perform, readNoteId, same, toOutcome } from './model.ts';
import { createScheduler } from './scheduler.ts';
import { stateLaws } from './state-laws.ts';

const mustComeTo = async (
  call: ResultAsync<unknown, { readonly kind: string }>,
  expected: Outcome,
  otherwise: string,
): Promise<void> => must(same(toOutcome(await call), expected), otherwise);

const twoOwners = someOwners(2) as fc.Arbitrary<readonly [OwnerId, OwnerId]>;
const oneOwner = someOwners(1) as fc.Arbitrary<readonly [OwnerId]>;
const id: fc.Arbitrary<NoteId> = fc.constantFrom(...noteIds);
const someIds = fc.shuffledSubarray([...noteIds]);
const fewNotes = fc.record({ ids: someIds, limit: fc.integer({ min: 1, max: 7 }) });
const manyNotes = fc.record({ ids: fc.constant(manyIds), limit: fc.integer({ min: 10, max: 1000 }) });

const create = (store: NoteStore, owner: OwnerId, noteId: NoteId, content = 'one', step = 0) =>
  store.create(owner, { noteId, draft: createDraft(content), createdAt: step, revision: revisionNumbered(step) });
const update = (
  store: NoteStore,
  owner: OwnerId,
  id: NoteId,
  step: number,
  content = `update ${step}`,
  expected: Expected = 'any',
) =>
  store.update(owner, id, { draft: createDraft(content), updatedAt: step, revision: revisionNumbered(step) }, expected);
const deleteNote = (store: NoteStore, owner: OwnerId, id: NoteId, step: number, expected: Expected = 'any') =>
  store.delete(owner, id, { deletedAt: step, revision: revisionNumbered(step) }, expected);

const notFound: Outcome = { error: 'NoteNotFound' };
const conflict: Outcome = { error: 'RevisionConflict' };

/** Returns every note of an owner, page after page. Throws if the pages do not end. */
const listAll = async (store: NoteStore, owner: OwnerId, limit: number): Promise<readonly Note[]> => {
  const notes: Note[] = [];
  let page: PageRequest = { limit };
  for (let pages = 0; pages < 100; pages++) {
    const { notes: more, next } = (await store.list(owner, page))._unsafeUnwrap();
    notes.push(...more);
    if (next === undefined) return notes;
    page = { limit, after: next };
  }
  throw new Error('The pages of a list do not end.');
};

/**
 * The laws of `NoteStore`, one for each promise of the port.
 *
 * @example
 * import test from 'node:test';
 * import { createMemoryNoteStore } from 'owned-notes/memory';
 * for (const { name, hold } of laws) test(name, () => hold(async () => createMemoryNoteStore()));
 */
export const laws: readonly Law[] = [
  law(
    'has the same outcomes as a map of maps, whatever several owners do in turn',
    fc.tuple(someOwners(3), someHistory(3)),
    async (store, [owners, history]) => {
      const model = createModel();
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
      const model = createModel();
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
      await deleteNote(store, bob, id, 2);
      await create(store, bob, id, 'Bob’s', 3);
      await update(store, bob, id, 4);
      await deleteNote(store, bob, id, 5);
      await mustComeTo(store.find(ann, id), { ok: note }, 'The note is not what it was.');
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
    const drafts = [...delicateTexts.map((text) => createFullDraft(() => text)), longestDraft];
    const given = noteIds.map((noteId, index) => ({ noteId, draft: drafts[index] ?? drawn }));
    for (const creation of given)
      (await store.create(owner, { ...creation, createdAt: 1, revision: revisionNumbered(1) }))._unsafeUnwrap();
    const list = await listAll(store, owner, 10);
    for (const { noteId, draft } of given) {
      const found = (await store.find(owner, noteId))._unsafeUnwrap();
      for (const note of [found, list.find((note) => note.noteId === noteId)])
        must(note !== undefined && sameTexts(note, draft), 'A text came back as another.');
    }
  }),

  law(
    'creates one note for a repeated create, even after an update, and writes nothing for the repeat',
    fc.tuple(oneOwner, id, fc.boolean()),
    async (store, [[owner], id, updated]) => {
      await create(store, owner, id);
      if (updated) await update(store, owner, id, 1);
      const asItIs = { ok: (await store.find(owner, id))._unsafeUnwrap() };
      const again = create(store, owner, id, 'one', 2);
      await mustComeTo(again, asItIs, 'The repeated create does not answer the note as it is.');
      await mustComeTo(store.find(owner, id), asItIs, 'The repeated create changed the note.');
      must((await listAll(store, owner, 10)).length === 1, 'The repeated create created another note.');
    },
  ),

  law(
    'refuses the id of a note to any other draft, even to one that an update gave the note',
    fc.tuple(oneOwner, id),
    async (store, [[owner], id]) => {
      await create(store, owner, id, 'first');
      await update(store, owner, id, 1, 'second');
      const other = create(store, owner, id, 'second', 2);
      await mustComeTo(other, { error: 'NoteIdTaken' }, 'Another draft was taken for the one that created the note.');
    },
  ),

  law(
    'does not bring a deleted note back, nor show that it was there',
    fc.tuple(oneOwner, someIds, fc.integer({ min: 1, max: 3 })),
    async (store, [[owner], ids, limit]) => {
      for (const each of ids) await create(store, owner, each);
      for (const each of ids) await update(store, owner, each, 1, 'changed');
      for (const each of ids) (await deleteNote(store, owner, each, 2))._unsafeUnwrap();
      for (const each of ids) {
        for (const [index, content] of ['one', 'changed', 'another'].entries()) {
          const again = create(store, owner, each, content, 10 + index);
          await mustComeTo(again, { error: 'NoteDeleted' }, 'A create brought a deleted note back.');
        }
        await mustComeTo(store.find(owner, each), notFound, 'A deleted note is found.');
        await mustComeTo(update(store, owner, each, 5), notFound, 'A deleted note was updated.');
        await mustComeTo(deleteNote(store, owner, each, 6), notFound, 'A deleted note was deleted again.');
      }
      must((await listAll(store, owner, limit)).length === 0, 'A list shows a deleted note.');
    },
  ),

  law('updates and deletes only what is there', fc.tuple(oneOwner, id), async (store, [[owner], id]) => {
    await mustComeTo(update(store, owner, id, 1), notFound, 'A note that is not there was updated.');
    await mustComeTo(store.find(owner, id), notFound, 'An update created a note.');
    await mustComeTo(deleteNote(store, owner, id, 2), notFound, 'A note that is not there was deleted.');
    must((await create(store, owner, id, 'one', 3)).isOk(), 'A delete left a tombstone of nothing.');
  }),

  law(
    'writes a note only at a revision that is expected',
    fc.tuple(oneOwner, id, fc.nat(3)),
    async (store, [[owner], id, updates]) => {
      await create(store, owner, id);
      for (let step = 1; step <= updates; step++) await update(store, owner, id, step);
      const asItIs = { ok: (await store.find(owner, id))._unsafeUnwrap() };
      const stale = [
        revisionNumbered(96),
        ...Array.from({ length: updates }, (_, step) => revisionNumbered(step)),
      ] as const;
      const late = update(store, owner, id, 97, 'late', stale);
      await mustComeTo(late, conflict, 'A stale revision was accepted by an update.');
      await mustComeTo(deleteNote(store, owner, id, 98, stale), conflict, 'A stale revision was accepted by a delete.');
      await mustComeTo(store.find(owner, id), asItIs, 'A refused write changed the note.');
      const now = revisionNumbered(updates);
      const unwanted = [{ not: 'any' }, { not: [now] }, { not: [revisionNumbered(96), now] }] as const;
      for (const [index, not] of unwanted.entries()) {
        const write = update(store, owner, id, 80 + index, 'late', not);
        await mustComeTo(write, conflict, 'A revision that is not wanted was accepted by an update.');
        const removal = deleteNote(store, owner, id, 90 + index, not);
        await mustComeTo(removal, conflict, 'A revision that is not wanted was accepted by a delete.');
      }
      await mustComeTo(store.find(owner, id), asItIs, 'A refused write changed the note.');
      // As many revisions as a caller may expect, the current one last.
      const others = [...Array(198).keys()].slice(100).map(revisionNumbered);
      const good = await update(store, owner, id, 99, 'late', [
        revisionNumbered(96),
        ...others,
        revisionNumbered(updates),
      ]);
      must(good.isOk(), 'The current revision was refused.');
      must(good._unsafeUnwrap().revision === revisionNumbered(99), 'An update did not give the note its revision.');
      const [first = now, ...rest] = others;
      const allowed = await update(store, owner, id, 95, 'later', { not: [first, ...rest] });
      must(allowed.isOk(), 'A revision that is not among the unwanted was refused.');
    },
  ),

  law(
    'dates each update of a note later than the one before, whatever the clocks say',
    fc.tuple(oneOwner, id, fc.array(fc.nat(5))),
    async (store, [[owner], id, times]) => {
      await create(store, owner, id);
      let before = Number.NEGATIVE_INFINITY;
      for (const [step, updatedAt] of times.entries()) {
        const change = { draft: createDraft('later'), updatedAt, revision: revisionNumbered(step + 1) };
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
          const revision = revisionNumbered(writer + 1);
          const change = { draft: createDraft(`by ${writer}`), updatedAt: writer, revision };
          return store.update(owner, id, change, [revisionNumbered(0)]);
        }),
      );
      const winners = results.filter((result) => result.isOk());
      must(winners.length === 1, `${winners.length} of ${writers} writers won.`);
      for (const winner of winners)
        await mustComeTo(store.find(owner, id), toOutcome(winner), 'The note is not what the winner wrote.');
    },
  ),

  law(
    'treats concurrent calls as if they came in some order, note by note',
    fc.tuple(someOwners(2), someContention, fc.noShrink(fc.integer())),
    async (store, [owners, bunches, order]) => {
      const scheduler = createScheduler(order);
      const notes = new Map<string, (TimedOperation<Entry> & { readonly story: string })[]>();
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
            const { outcome, entry: state } = applyAction(entry, owner, command);
            return same(outcome, came) ? { state } : undefined;
          },
          story: `from ${began} to ${ended}: ${JSON.stringify(command)} came to ${JSON.stringify(came)}`,
        };
        const note = `${who} ${readNoteId(command)}`;
        notes.set(note, [...(notes.get(note) ?? []), step]);
      };
      // The scheduler decides when a bunch begins, beside calls that are under way, and when an answer is seen.
      const running = bunches.map(async (bunch) => {
        await scheduler.schedule(Promise.resolve());
        await Promise.all(bunch.map((step) => scheduler.schedule(carryOut(step))));
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
    'gives an id to exactly one of many creates with different drafts',
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
    fc.tuple(twoOwners, fc.oneof({ weight: 9, arbitrary: fewNotes }, { weight: 1, arbitrary: manyNotes })),
    async (store, [[owner, other], { ids, limit }]) => {
      for (const each of ids) (await create(store, owner, each))._unsafeUnwrap();
      for (const each of noteIds) await create(store, other, each, 'another’s');
      const all = (await listAll(store, owner, limit)).map(({ noteId }) => noteId);
      must(same(all, ids.toSorted().reverse()), 'The list is not all notes in order.');
    },
  ),

  law(
    'shares no memory with its caller: changing an answer changes no note',
    fc.tuple(oneOwner, id),
    async (store, [[owner], id]) => {
      const areNotHeld = async (answers: readonly Note[], content: string) => {
        // Does nothing if the notes are frozen, which keeps the promise too.
        for (const answer of answers) Reflect.set(answer, 'content', undefined);
        const now = (await store.find(owner, id))._unsafeUnwrap();
        must(now.content === content, 'A change of an answer changed the note.');
      };
      await areNotHeld([(await create(store, owner, id))._unsafeUnwrap()], 'one');
      await areNotHeld([(await store.find(owner, id))._unsafeUnwrap()], 'one');
      await areNotHeld(await listAll(store, owner, 10), 'one');
      await areNotHeld([(await update(store, owner, id, 1))._unsafeUnwrap()], 'update 1');
      await areNotHeld([(await create(store, owner, id, 'one', 2))._unsafeUnwrap()], 'update 1');
    },
  ),

  ...confusionLaws,
  ...stateLaws,
];
