import fc from 'fast-check';
import type { ResultAsync } from 'neverthrow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDynamoNoteStore } from '../../src/adapters/dynamodb/dynamo-note-store.ts';
import { createMemoryNoteStore } from '../../src/adapters/memory/memory-note-store.ts';
import { type NoteDraft, type NoteId, parseNoteDraft, parseNoteId, parseRevision } from '../../src/domain/note.ts';
import { type OwnerId, parseOwnerId } from '../../src/domain/owner.ts';
import { anyCharacter } from '../../src/laws/any-character.ts';
import type { Expected, NoteStore } from '../../src/ports/note-store.ts';
import { type NotesTable, openNotesTable } from '../kit/notes-table.ts';

let table: NotesTable;
beforeAll(async () => {
  table = await openNotesTable();
});
afterAll(() => table[Symbol.asyncDispose]());

/** Owners that a sloppy key would confuse: prefixes, separators, case, composed and decomposed characters. */
const ownerNames = ['a', 'a:', 'a:b', 'A', 'a#', 'é', 'e\u0301', 'a\0'];
const ids = [
  '00000000-0000-1000-8000-000000000000',
  '0192d3c4-0000-7000-8000-000000000001',
  'f47ac10b-58cc-11ee-8c99-0242ac120002',
].map((id) => parseNoteId(id)._unsafeUnwrap());

type StoreCall = (store: NoteStore, owner: OwnerId, step: number) => ResultAsync<unknown, unknown>;

/** Creates the revision that the step of this number writes, in every store. */
const createRevision = (step: number) => parseRevision(`r${step}`)._unsafeUnwrap();

const id: fc.Arbitrary<NoteId> = fc.constantFrom(...ids);
const text = fc.string({ unit: anyCharacter, minLength: 1, maxLength: 8 });
const draft: fc.Arbitrary<NoteDraft> = fc
  .record({ content: fc.oneof(fc.constantFrom('one', 'two'), text), attachment: text }, { requiredKeys: ['content'] })
  .map((raw) => parseNoteDraft(raw)._unsafeUnwrap());
/** Revisions of the first steps: some were written, by this owner or another, some are stale, some never existed. */
const expected: fc.Arbitrary<Expected> = fc.oneof(
  fc.constant('any' as const),
  fc
    .tuple(fc.nat(30), fc.array(fc.nat(30), { maxLength: 8 }))
    .map(([first, others]) => [createRevision(first), ...others.map(createRevision)] as const),
);

const command: fc.Arbitrary<StoreCall> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.tuple(id, draft).map(
      ([noteId, draft]): StoreCall =>
        (store, owner, step) =>
          store.create(owner, { noteId, draft, createdAt: step, revision: createRevision(step) }),
    ),
  },
  id.map(
    (id): StoreCall =>
      (store, owner) =>
        store.find(owner, id),
  ),
  fc.record({ limit: fc.integer({ min: 1, max: 6 }), after: id }, { requiredKeys: ['limit'] }).map(
    (page): StoreCall =>
      (store, owner) =>
        store.list(owner, page),
  ),
  {
    weight: 2,
    arbitrary: fc.tuple(id, draft, expected).map(
      ([id, draft, expected]): StoreCall =>
        (store, owner, step) =>
          store.update(owner, id, { draft, updatedAt: step % 7, revision: createRevision(step) }, expected),
    ),
  },
  fc.tuple(id, expected).map(
    ([id, expected]): StoreCall =>
      (store, owner, step) =>
        store.delete(owner, id, { deletedAt: step, revision: createRevision(step) }, expected),
  ),
);

describe('the memory adapter and the DynamoDB adapter', () => {
  test('give the same answers to the same calls of several owners', async () => {
    let runs = 0;
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(ownerNames, { minLength: 3, maxLength: 3 }),
        fc.array(fc.tuple(fc.nat(2), command), { minLength: 1, maxLength: 60, size: 'max' }),
        async (names, steps) => {
          runs++;
          const memory = createMemoryNoteStore();
          const dynamo = createDynamoNoteStore(table.ways[runs % 2 === 0 ? 'wire' : 'sdk'], table.name);
          for (const [step, [who, perform]] of steps.entries()) {
            // All runs share the table, so the owners of each end in its number, and are otherwise alike.
            const owner = parseOwnerId(`${names[who]}${runs}`)._unsafeUnwrap();
            const inMemory = await perform(memory, owner, step);
            const inTable = await perform(dynamo, owner, step);
            expect(inTable).toEqual(inMemory);
            const kind = JSON.stringify(inMemory).match(/"kind":"\w+"/)?.[0] ?? 'ok';
            seen.set(kind, (seen.get(kind) ?? 0) + 1);
          }
        },
      ),
      { numRuns: 60 },
    );
    // A run that meets no conflict, no reused key and no tombstone has compared too little.
    expect([...seen.keys()].sort()).toEqual([
      '"kind":"NoteDeleted"',
      '"kind":"NoteIdTaken"',
      '"kind":"NoteNotFound"',
      '"kind":"RevisionConflict"',
      'ok',
    ]);
  });
});
