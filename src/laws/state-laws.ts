import fc from 'fast-check';
import type { NoteId } from '../domain/note.ts';
import { type OwnerId, parseOwnerId } from '../domain/owner.ts';
import { createDraft, idNumbered, revisionNumbered, someMaterial, someOwners } from './arbitraries.ts';
import type { Law } from './law.ts';
import { law, must } from './law-over.ts';
import { createModel, type NoteAction } from './model.ts';
import { inRounds, type OwnerAction } from './rounds.ts';

const twoOwners = someOwners(2) as fc.Arbitrary<readonly [OwnerId, OwnerId]>;
const oneOwner = someOwners(1) as fc.Arbitrary<readonly [OwnerId]>;

const create = (noteId: NoteId, step: number, content = `made ${step}`, createdAt = step): NoteAction => ({
  type: 'create',
  creation: { noteId, draft: createDraft(content, content), createdAt, revision: revisionNumbered(step) },
});
const update = (id: NoteId, step: number, content = `changed ${step}`, updatedAt = step): NoteAction => ({
  type: 'update',
  id,
  change: { draft: createDraft(content), updatedAt, revision: revisionNumbered(step) },
  expected: 'any',
});
const deleteAction = (id: NoteId, step: number): NoteAction => ({
  type: 'delete',
  id,
  deletion: { deletedAt: step, revision: revisionNumbered(step) },
  expected: 'any',
});
const find = (id: NoteId): NoteAction => ({ type: 'find', id });
const list = (limit: number, after?: NoteId): NoteAction => ({
  type: 'list',
  page: { limit, ...(after !== undefined && { after }) },
});

/** Catches stores that cache answers by id, by owner or by page, and do not invalidate them on a write. */
const nothingStale = law(
  'shows at once what was written, however often it was asked for before',
  fc.tuple(twoOwners, fc.shuffledSubarray([0, 1, 2], { minLength: 3 })),
  async (store, [[ann, bob], order]) => {
    const [one, two, three] = order.map(idNumbered) as [NoteId, NoteId, NoteId];
    const about = 'A store remembers an answer';
    const reads = [find(one), find(two), list(1), list(10), list(2, two), list(10, three)];
    const look: OwnerAction[] = [ann, bob].flatMap((owner) => reads.map((command) => ({ owner, command, about })));
    const writes: readonly (readonly [OwnerId, NoteAction])[] = [
      [ann, create(one, 1)],
      [bob, create(one, 2)],
      [ann, update(one, 3)],
      [ann, create(two, 4)],
      [bob, update(one, 5)],
      [bob, deleteAction(one, 6)],
      [ann, update(two, 7)],
      [bob, create(two, 8)],
      [ann, deleteAction(one, 9)],
      [ann, create(three, 10)],
      [bob, deleteAction(two, 11)],
      [ann, deleteAction(two, 12)],
    ];
    // Twice, because some stores cache only what was asked for again.
    const rounds = writes.flatMap(([owner, command]) => [[{ owner, command, about }], look, look]);
    await inRounds(store, createModel(), [look, look, ...rounds]);
  },
);

/** Uses more owners than a store has sessions, connections or cache entries, in turn and all at once. */
const manyOwners = law(
  'serves many owners, in turn and at once, each with what is theirs',
  someMaterial,
  async (store, material) => {
    const owners = Array.from({ length: 70 }, (_, index) => parseOwnerId(`${index}-${material}`)._unsafeUnwrap());
    const [id, other] = [idNumbered(1), idNumbered(2)];
    const about = (index: number) => `A store takes owner ${index} of many for another`;
    const everybody = (commandOf: (index: number) => NoteAction): OwnerAction[] =>
      owners.map((owner, index) => ({ owner, command: commandOf(index), about: about(index) }));
    const inTurn = (asked: readonly OwnerAction[]): OwnerAction[][] => asked.map((each) => [each]);
    await inRounds(store, createModel(), [
      // A few owners one by one: the next one sees what the one before left behind, and the first asks again after the
      // others.
      ...inTurn(everybody((index) => create(id, 1, `of ${index}`)).slice(0, 40)),
      ...inTurn(everybody(() => find(id)).slice(0, 40)),
      everybody((index) => (index < 40 ? find(id) : create(id, 1, `of ${index}`))),
      everybody(() => list(10)),
      // All at once, with different actions.
      everybody(
        (index) =>
          [
            find(id),
            create(other, 2, `another of ${index}`),
            update(id, 2, `later of ${index}`),
            list(1),
            deleteAction(id, 2),
          ][index % 5] ?? find(id),
      ),
      [...everybody(() => find(id)), ...everybody(() => list(10))],
      everybody((index) => update(other, 3, `at last of ${index}`)),
      everybody(() => find(other)),
    ]);
  },
  { parts: 10 },
);

/** Epoch milliseconds that do not fit fewer bits, whole seconds or single-precision floats. */
const moments: readonly number[] = [
  ...[0, 1, 999, 1000, 2 ** 24 + 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 2 ** 40 + 1],
  ...[1_795_410_000_123, 1_795_410_000_124, 4_102_444_800_001, 253_402_300_799_999],
];

const datesKept = law(
  'keeps every date to the millisecond',
  fc.tuple(oneOwner, fc.integer({ min: 1, max: 253_402_300_799_999 })),
  async (store, [[owner], drawn]) => {
    const times = [...moments, drawn];
    const about = (time: number) => `A store changes the time ${time}`;
    const asked = (commandOf: (time: number, index: number) => NoteAction): OwnerAction[] =>
      times.map((time, index) => ({ owner, command: commandOf(time, index), about: about(time) }));
    const look = [
      ...asked((_, index) => find(idNumbered(index))),
      { owner, command: list(1000), about: 'A list changes a time' },
    ];
    await inRounds(store, createModel(), [
      asked((time, index) => create(idNumbered(index), index, 'dated', time)),
      look,
      asked((time, index) => update(idNumbered(index), 100 + index, 'dated', time)),
      look,
      asked((time, index) => update(idNumbered(index), 200 + index, 'dated', time)),
      look,
    ]);
  },
  { parts: 5 },
);

/** Checks only stores that let the laws look into them. */
const nothingLeft = law(
  'keeps nothing of a text that was deleted or replaced, if it can be looked into',
  fc.tuple(oneOwner, fc.stringMatching(/^[a-z]{12}$/)),
  async (store, [owner, word]) => {
    if (store.everything === undefined) return;
    const [owned] = owner;
    const said = (part: string) => `canary ${word} ${part}`;
    const [kept, gone] = [idNumbered(1), idNumbered(2)];
    const ask = (command: NoteAction): OwnerAction[] => [{ owner: owned, command, about: 'A text' }];
    await inRounds(store, createModel(), [
      ask(create(kept, 1, said('replaced'))),
      ask(create(gone, 2, said('deleted'))),
      ask(update(kept, 3, said('present'))),
      ask(update(gone, 4, said('deleted later'))),
      ask(deleteAction(gone, 5)),
    ]);
    const everything = await store.everything();
    must(everything.includes(said('present')), 'What a store shows as everything lacks a text that is there.');
    for (const part of ['replaced', 'deleted'])
      must(!everything.includes(said(part)), `A store still holds a text that was ${part}.`);
  },
  { parts: 5 },
);

/** Laws about what stores confuse over time and in their state. */
export const stateLaws: readonly Law[] = [nothingStale, manyOwners, datesKept, nothingLeft];
