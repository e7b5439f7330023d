import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import { v1 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type NotesTable, notesTable } from '../../../test/notes-table.ts';
import { parseNoteDraft, parseNoteId, parseRevision } from '../../domain/note.ts';
import { type OwnerId, parseOwnerId } from '../../domain/owner.ts';
import type { NotePage, NoteStore, PageRequest } from '../../ports/note-store.ts';
import { dynamoNoteStore } from './dynamo-note-store.ts';
import type { DynamoDB } from './dynamodb.ts';
import { noRevision } from './note-item.ts';

let table: NotesTable;
let store: NoteStore;
beforeAll(async () => {
  table = await notesTable();
  store = dynamoNoteStore(table.ways.wire, table.name);
});
afterAll(() => table[Symbol.asyncDispose]());

let owners = 0;
let owner: OwnerId;
beforeEach(() => {
  owner = parseOwnerId(`owner ${owners++}`)._unsafeUnwrap();
});

const id = parseNoteId('0192d3c4-0000-7000-8000-000000000001')._unsafeUnwrap();
/** As the tutorial's code made its ids. */
const uuidV1 = parseNoteId(v1({ msecs: 1_698_840_000_000 }))._unsafeUnwrap();
const draft = parseNoteDraft({ content: 'one', attachment: 'a.png' })._unsafeUnwrap();
const revision = (name: string) => parseRevision(name)._unsafeUnwrap();
const put = (item: Record<string, unknown>) =>
  table.client.send(new PutCommand({ TableName: table.name, Item: { userId: owner, noteId: uuidV1, ...item } }));

/** A store over a DynamoDB that always answers the same. */
const storeThatGets = (answer: Awaited<ReturnType<DynamoDB>>): NoteStore =>
  dynamoNoteStore((async () => answer) as DynamoDB, 'notes');
const outcomeOf = async <T, E>(work: ResultAsync<T, E>): Promise<Result<T, E>> => work;

/** One of each kind. */
const writes = (of: NoteStore) => [
  of.create(owner, { noteId: id, draft, createdAt: 1, revision: revision('a') }),
  of.update(owner, id, { draft, updatedAt: 2, revision: revision('b') }, 'any'),
  of.delete(owner, id, { deletedAt: 3, revision: revision('c') }, 'any'),
];

describe('an answer of DynamoDB', () => {
  test.each([
    [false, 'StoreUnavailable'],
    [true, 'OutcomeUnknown'],
  ] as const)(
    'that is none, where an attempt may have written (%s), is no word on the note',
    async (mayHaveWritten, kind) => {
      const failing = storeThatGets(err({ kind: 'Unavailable', mayHaveWritten }));
      for (const write of writes(failing)) expect((await write)._unsafeUnwrapErr()).toEqual({ kind });
      for (const read of [failing.find(owner, id), failing.list(owner, { limit: 1 })])
        expect((await outcomeOf<unknown, unknown>(read as ResultAsync<unknown, unknown>))._unsafeUnwrapErr()).toEqual({
          kind: 'StoreUnavailable',
        });
    },
  );

  test('to an update without the note is not taken for one', async () => {
    const update = storeThatGets(ok({})).update(owner, id, { draft, updatedAt: 2, revision: revision('b') }, 'any');
    await expect(outcomeOf(update)).rejects.toThrow('without the item');
  });

  test('to a query without items is an empty page', async () => {
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

describe('an update at the time of the one before', () => {
  test('is one call more, and is dated after it', async () => {
    await store.create(owner, { noteId: id, draft, createdAt: 1, revision: revision('a') });
    await store.update(owner, id, { draft, updatedAt: 2, revision: revision('b') }, 'any');
    table.calls.length = 0;
    const again = await store.update(owner, id, { draft, updatedAt: 2, revision: revision('c') }, [revision('b')]);
    expect(again._unsafeUnwrap()).toMatchObject({ updatedAt: 3, revision: 'c' });
    expect(table.calls).toEqual(['UpdateItem', 'UpdateItem']);
  });

  test('is a conflict where another revision is expected', async () => {
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
  test('leaves nothing of itself but a tombstone with the delete’s revision and a day to live', async () => {
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
    ['with content that is no text', { content: { a: [1] }, createdAt: 5 }, { content: '{"a":[1]}', createdAt: 5 }],
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

  test('under a key that is no UUID is passed over', async () => {
    await put({ noteId: 'not-a-uuid', content: 'x' });
    await put({ content: 'old', createdAt: 5 });
    expect((await store.list(owner, { limit: 10 }))._unsafeUnwrap().notes).toHaveLength(1);
  });

  test('under a key that is no UUID is passed over wherever pages end', async () => {
    const others = ['zzz', 'zz', 'not-a-uuid', '5', '4', '1', '0'];
    for (const noteId of others) await put({ noteId, content: 'x' });
    const ids = [uuidV1, uuidV1.replace('2', '3'), uuidV1.replace('2', '1').toUpperCase()];
    for (const noteId of ids) await put({ noteId, content: 'old', createdAt: 5 });
    for (let limit = 1; limit <= others.length + ids.length + 1; limit++) {
      const seen: string[] = [];
      for (let page: PageRequest | undefined = { limit }; page !== undefined; ) {
        const { notes, next }: NotePage = (await store.list(owner, page))._unsafeUnwrap();
        seen.push(...notes.map(({ noteId }) => noteId));
        page = next === undefined ? undefined : { limit, after: next };
      }
      expect(seen).toEqual(ids.toSorted().reverse());
    }
  });

  test('under a key in capitals is found, updated and deleted there, and nowhere else', async () => {
    const id = parseNoteId('F47AC10B-58CC-4372-A567-0E02B2C3D479')._unsafeUnwrap();
    const small = parseNoteId(id.toLowerCase())._unsafeUnwrap();
    await put({ noteId: id, content: 'old', createdAt: 5 });
    expect((await store.find(owner, small))._unsafeUnwrapErr()).toEqual({ kind: 'NoteNotFound' });
    expect((await store.find(owner, id))._unsafeUnwrap()).toMatchObject({ noteId: id, content: 'old' });
    const change = { draft, updatedAt: 9, revision: revision('new') };
    expect((await store.update(owner, id, change, 'any'))._unsafeUnwrap()).toMatchObject({ noteId: id });
    expect((await store.delete(owner, id, { deletedAt: 10, revision: revision('d') }, 'any')).isOk()).toBe(true);
  });

  test.each(['with "quotes"', 'x'.repeat(65), '', 'a b'])(
    'with a revision that is none, %j, has none',
    async (other) => {
      await put({ content: 'old', createdAt: 5, revision: other });
      expect((await store.find(owner, uuidV1))._unsafeUnwrap().revision).toBe(noRevision);
    },
  );
});

describe('pages', () => {
  test('end where a megabyte ends, and go on from there', async () => {
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
