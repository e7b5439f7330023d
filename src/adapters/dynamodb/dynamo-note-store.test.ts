import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import { v1 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type NotesTable, openNotesTable } from '../../../test/kit/notes-table.ts';
import { parseNoteDraft, parseNoteId, parseRevision } from '../../domain/note.ts';
import { type OwnerId, parseOwnerId } from '../../domain/owner.ts';
import type { Expected, NotePage, NoteStore, PageRequest } from '../../ports/note-store.ts';
import { encodeAttributes } from './attributes.ts';
import { createDynamoNoteStore } from './dynamo-note-store.ts';
import type { Attributes, DynamoDB } from './dynamodb.ts';
import { createItem, noRevision } from './note-item.ts';

let table: NotesTable;
let store: NoteStore;
beforeAll(async () => {
  table = await openNotesTable();
  store = createDynamoNoteStore(table.ways.wire, table.name);
});
afterAll(() => table[Symbol.asyncDispose]());

let owners = 0;
let owner: OwnerId;
beforeEach(() => {
  owner = parseOwnerId(`owner ${owners++}`)._unsafeUnwrap();
});

const id = parseNoteId('0192d3c4-0000-7000-8000-000000000001')._unsafeUnwrap();
/** The kind of id that the tutorial's code made. */
const uuidV1 = parseNoteId(v1({ msecs: 1_698_840_000_000 }))._unsafeUnwrap();
const draft = parseNoteDraft({ content: 'one', attachment: 'a.png' })._unsafeUnwrap();
const revision = (name: string) => parseRevision(name)._unsafeUnwrap();
const put = (item: Record<string, unknown>) =>
  table.client.send(new PutCommand({ TableName: table.name, Item: { userId: owner, noteId: uuidV1, ...item } }));

/** Creates a store on a DynamoDB that always gives the same answer. */
const storeThatGets = (answer: Awaited<ReturnType<DynamoDB>>): NoteStore =>
  createDynamoNoteStore((async () => answer) as DynamoDB, 'notes');
const settle = async <T, E>(work: ResultAsync<T, E>): Promise<Result<T, E>> => work;

/** One write of each kind. */
const writes = (of: NoteStore) => [
  of.create(owner, { noteId: id, draft, createdAt: 1, revision: revision('a') }),
  of.update(owner, id, { draft, updatedAt: 2, revision: revision('b') }, 'any'),
  of.delete(owner, id, { deletedAt: 3, revision: revision('c') }, 'any'),
];

describe('a reply of DynamoDB', () => {
  test.each([
    [false, 'StoreUnavailable'],
    [true, 'OutcomeUnknown'],
  ] as const)(
    'that never came, if an attempt may have written (%s), says nothing about the note',
    async (mayHaveWritten, kind) => {
      const failing = storeThatGets(err({ kind: 'Unavailable', mayHaveWritten }));
      for (const write of writes(failing)) expect((await write)._unsafeUnwrapErr()).toEqual({ kind });
      for (const read of [failing.find(owner, id), failing.list(owner, { limit: 1 })])
        expect((await settle<unknown, unknown>(read as ResultAsync<unknown, unknown>))._unsafeUnwrapErr()).toEqual({
          kind: 'StoreUnavailable',
        });
    },
  );

  test('to an update, if it lacks the item, throws', async () => {
    const update = storeThatGets(ok({})).update(owner, id, { draft, updatedAt: 2, revision: revision('b') }, 'any');
    await expect(settle(update)).rejects.toThrow('without the written item');
  });

  test('to a create that finds its id taken is settled by the item found', async () => {
    const found = (item: Attributes | undefined) =>
      storeThatGets(err({ kind: 'ConditionFailed', item, mayHaveWritten: false }));
    const create = { noteId: id, draft, createdAt: 1, revision: revision('a') };
    const stored = encodeAttributes(createItem(owner, { ...create, revision: revision('b') }));
    expect((await found(stored).create(owner, create))._unsafeUnwrap()).toMatchObject({ noteId: id, revision: 'b' });
    const other = { ...create, draft: parseNoteDraft({ content: 'other' })._unsafeUnwrap() };
    expect((await found(stored).create(owner, other))._unsafeUnwrapErr()).toEqual({ kind: 'NoteIdTaken' });
    const tombstone = { ...stored, deletedAt: { N: '3' } };
    expect((await found(tombstone).create(owner, create))._unsafeUnwrapErr()).toEqual({ kind: 'NoteDeleted' });
    expect((await found(undefined).create(owner, create))._unsafeUnwrapErr()).toEqual({ kind: 'OutcomeUnknown' });
  });

  test('to a query, if it lacks items, is an empty page', async () => {
    expect((await storeThatGets(ok({})).list(owner, { limit: 1 }))._unsafeUnwrap()).toStrictEqual({ notes: [] });
  });
});

describe('each method', () => {
  test('is one call', async () => {
    table.calls.length = 0;
    await store.create(owner, { noteId: id, draft, createdAt: 1, revision: revision('a') });
    await store.find(owner, id);
    await store.list(owner, { limit: 10 });
    await store.update(owner, id, { draft, updatedAt: 2, revision: revision('b') }, 'any');
    await store.delete(owner, id, { deletedAt: 3, revision: revision('c') }, [revision('b')]);
    expect(table.calls).toEqual(['PutItem', 'GetItem', 'Query', 'UpdateItem', 'UpdateItem']);
  });
});

describe('a read', () => {
  test.each([
    [undefined, undefined],
    [false, undefined],
    [true, true],
  ])('with consistent reads set to %s sends ConsistentRead as %s', async (consistentRead, asked) => {
    const inputs: object[] = [];
    const reader = createDynamoNoteStore(
      (async (_: unknown, input: object) => {
        inputs.push(input);
        return ok({});
      }) as DynamoDB,
      'notes',
      consistentRead === undefined ? {} : { consistentRead },
    );
    await reader.find(owner, id);
    await reader.list(owner, { limit: 1 });
    expect(inputs.map((input) => Reflect.get(input, 'ConsistentRead'))).toEqual([asked, asked]);
  });
});

describe('a write that expects', () => {
  const [one, other] = [revision('one'), revision('other')];
  const stored: Record<string, object> = {
    'revision one': { content: 'old', createdAt: 5, revision: one },
    'no revision': { content: 'old', createdAt: 5 },
  };
  test.each<[string, Expected, boolean, boolean]>([
    ['any revision', 'any', true, true],
    ['that revision', [one], true, false],
    ['another revision', [other], false, false],
    ['that or another', [other, one], true, false],
    ['no revision', [noRevision], false, true],
    ['that or no revision', [one, noRevision], true, true],
    ['not that', { not: [one] }, false, true],
    ['not another', { not: [other] }, true, true],
    ['not that and not another', { not: [other, one] }, false, true],
    ['not no revision', { not: [noRevision] }, true, false],
    ['nothing', { not: 'any' }, false, false],
  ])('%s is done, or is a conflict', async (_, expected, ...done) => {
    for (const [index, [name, item]] of Object.entries(stored).entries()) {
      await put({ noteId: id, ...item });
      const change = { draft, updatedAt: 9, revision: revision('new') };
      const conflict = err({ kind: 'RevisionConflict' });
      const updated = (await store.update(owner, id, change, expected)).map(() => 'done');
      expect([name, updated]).toEqual([name, done[index] ? ok('done') : conflict]);
      await put({ noteId: id, ...item });
      const deleted = await store.delete(owner, id, { deletedAt: 10, revision: revision('new') }, expected);
      expect([name, deleted.map(() => 'done')]).toEqual([name, done[index] ? ok('done') : conflict]);
      // A note that does not exist, or has been deleted.
      const gone = parseNoteId(id.replace('1', '2'))._unsafeUnwrap();
      expect(await store.update(owner, gone, change, expected)).toEqual(err({ kind: 'NoteNotFound' }));
    }
  });
});

describe('an update at the time of the previous one', () => {
  test('takes one more call, and is dated later', async () => {
    await store.create(owner, { noteId: id, draft, createdAt: 1, revision: revision('a') });
    await store.update(owner, id, { draft, updatedAt: 2, revision: revision('b') }, 'any');
    table.calls.length = 0;
    const again = await store.update(owner, id, { draft, updatedAt: 2, revision: revision('c') }, [revision('b')]);
    expect(again._unsafeUnwrap()).toMatchObject({ updatedAt: 3, revision: 'c' });
    expect(table.calls).toEqual(['UpdateItem', 'UpdateItem']);
  });

  test('is a conflict if another revision is expected', async () => {
    await store.create(owner, { noteId: id, draft, createdAt: 1, revision: revision('a') });
    await store.update(owner, id, { draft, updatedAt: 2, revision: revision('b') }, 'any');
    const stale = await store.update(owner, id, { draft, updatedAt: 2, revision: revision('c') }, [revision('a')]);
    expect(stale._unsafeUnwrapErr()).toEqual({ kind: 'RevisionConflict' });
  });

  test('reaches a note whose time is not a number', async () => {
    await put({ content: 'old', createdAt: 5, updatedAt: 'yesterday' });
    const updated = await store.update(owner, uuidV1, { draft, updatedAt: 2, revision: revision('b') }, 'any');
    expect(updated._unsafeUnwrap()).toMatchObject({ content: 'one', revision: 'b' });
  });
});

describe('a deleted note', () => {
  test('leaves only a tombstone, with the delete’s revision and a time to live of one day', async () => {
    await store.create(owner, { noteId: id, draft, createdAt: 1, revision: revision('a') });
    await store.delete(owner, id, { deletedAt: 1_700_000_000_500, revision: revision('b') }, 'any');
    const { Items } = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'userId = :owner',
        ExpressionAttributeValues: { ':owner': owner },
      }),
    );
    expect(Items).toEqual([
      { userId: owner, noteId: id, deletedAt: 1_700_000_000_500, expiresAt: 1_700_086_401, revision: 'b' },
    ]);
  });
});

describe('a note that the tutorial’s code wrote', () => {
  test.each([
    [
      'as usual',
      { content: 'old', attachment: 'f.txt', createdAt: 5 },
      { content: 'old', attachment: 'f.txt', createdAt: 5 },
    ],
    [
      'with NULL content and attachment',
      { content: null, attachment: null, createdAt: 5 },
      { content: '', createdAt: 5 },
    ],
    ['without content', { createdAt: 5 }, { content: '', createdAt: 5 }],
    ['with content that is not text', { content: { a: [1] }, createdAt: 5 }, { content: '{"a":[1]}', createdAt: 5 }],
    [
      'without a date, as its PUT on an unknown id left it',
      { content: 'old' },
      { content: 'old', createdAt: 1_698_840_000_000 },
    ],
  ])('%s is read, listed, updated and deleted', async (_, stored, read) => {
    await put(stored);
    const note = { userId: owner, noteId: uuidV1, ...read, revision: noRevision };
    expect((await store.find(owner, uuidV1))._unsafeUnwrap()).toEqual(note);
    expect((await store.list(owner, { limit: 10 }))._unsafeUnwrap()).toEqual({ notes: [note] });

    const change = { draft, updatedAt: 9, revision: revision('new') };
    const conflict = await store.update(owner, uuidV1, change, [revision('other')]);
    expect(conflict._unsafeUnwrapErr()).toEqual({ kind: 'RevisionConflict' });
    const updated = (await store.update(owner, uuidV1, change, [noRevision]))._unsafeUnwrap();
    expect(updated).toMatchObject({ content: 'one', attachment: 'a.png', createdAt: read.createdAt, revision: 'new' });
    const stale = await store.update(owner, uuidV1, { ...change, revision: revision('late') }, [noRevision]);
    expect(stale._unsafeUnwrapErr()).toEqual({ kind: 'RevisionConflict' });
    expect((await store.delete(owner, uuidV1, { deletedAt: 10, revision: revision('d') }, 'any')).isOk()).toBe(true);
    expect((await store.list(owner, { limit: 10 }))._unsafeUnwrap()).toEqual({ notes: [] });
  });

  test('keeps attributes that are not ours through an update', async () => {
    await put({ content: 'old', createdAt: 5, color: 'red' });
    await store.update(owner, uuidV1, { draft, updatedAt: 9, revision: revision('new') }, 'any');
    const { Item } = await table.client.send(
      new GetCommand({ TableName: table.name, Key: { userId: owner, noteId: uuidV1 } }),
    );
    expect(Item).toMatchObject({ color: 'red', content: 'one' });
  });

  test('under a key that is not a UUID is skipped', async () => {
    await put({ noteId: 'not-a-uuid', content: 'x' });
    await put({ content: 'old', createdAt: 5 });
    expect((await store.list(owner, { limit: 10 }))._unsafeUnwrap().notes).toHaveLength(1);
  });

  test('under a key that is not a UUID is skipped, wherever pages end', async () => {
    const others = ['zzz', 'zz', 'not-a-uuid', '5', '4', '1', '0'];
    for (const noteId of others) await put({ noteId, content: 'x' });
    const ids = [uuidV1, uuidV1.replace('2', '3'), uuidV1.replace('2', '1').toUpperCase()];
    for (const noteId of ids) await put({ noteId, content: 'old', createdAt: 5 });
    for (let limit = 1; limit <= others.length + ids.length + 1; limit++) {
      const seen: string[] = [];
      for (let page: PageRequest | undefined = { limit }; page !== undefined; ) {
        const { notes, next }: NotePage = (await store.list(owner, page))._unsafeUnwrap();
        expect(notes.length).toBeLessThanOrEqual(limit);
        seen.push(...notes.map(({ noteId }) => noteId));
        page = next === undefined ? undefined : { limit, after: next };
      }
      expect(seen).toEqual(ids.toSorted().reverse());
    }
  });

  test('under a key in capitals is found, updated and deleted there, and not in lower case', async () => {
    const id = parseNoteId('F47AC10B-58CC-4372-A567-0E02B2C3D479')._unsafeUnwrap();
    const small = parseNoteId(id.toLowerCase())._unsafeUnwrap();
    await put({ noteId: id, content: 'old', createdAt: 5 });
    expect((await store.find(owner, small))._unsafeUnwrapErr()).toEqual({ kind: 'NoteNotFound' });
    expect((await store.find(owner, id))._unsafeUnwrap()).toMatchObject({ noteId: id, content: 'old' });
    const change = { draft, updatedAt: 9, revision: revision('new') };
    expect((await store.update(owner, id, change, 'any'))._unsafeUnwrap()).toMatchObject({ noteId: id });
    expect((await store.delete(owner, id, { deletedAt: 10, revision: revision('d') }, 'any')).isOk()).toBe(true);
  });

  test.each(['with "quotes"', 'x'.repeat(65), '', 'a b'])('with an invalid revision, %j, has none', async (other) => {
    await put({ content: 'old', createdAt: 5, revision: other });
    expect((await store.find(owner, uuidV1))._unsafeUnwrap().revision).toBe(noRevision);
  });
});

describe('pages', () => {
  test('end with the last note, even if exactly the limit was left', async () => {
    const ids = [1, 2, 3].map((last) => parseNoteId(`0192d3c4-0000-7000-8000-00000000000${last}`)._unsafeUnwrap());
    for (const noteId of ids) await store.create(owner, { noteId, draft, createdAt: 1, revision: revision('a') });
    const page = async (limit: number) => (await store.list(owner, { limit }))._unsafeUnwrap();
    expect((await page(2)).next).toBe(ids[1]);
    expect((await page(3)).next).toBeUndefined();
    expect((await page(4)).next).toBeUndefined();
  });

  test('end at a megabyte, and continue from there', async () => {
    const large = parseNoteDraft({ content: 'é'.repeat(100_000) })._unsafeUnwrap();
    const ids = Array.from({ length: 12 }, (_, i) =>
      parseNoteId(`0192d3c4-0000-7000-8000-0000000000${10 + i}`)._unsafeUnwrap(),
    );
    for (const noteId of ids)
      await store.create(owner, { noteId, draft: large, createdAt: 1, revision: revision('a') });
    const first = (await store.list(owner, { limit: 1000 }))._unsafeUnwrap();
    expect(first.notes.length).toBeLessThan(12);
    const second = (await store.list(owner, { limit: 1000, ...(first.next && { after: first.next }) }))._unsafeUnwrap();
    expect([...first.notes, ...second.notes].map(({ noteId }) => noteId)).toEqual(ids.toReversed());
    expect(second.next).toBeUndefined();
  });
});
