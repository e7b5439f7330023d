import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createNotesTableSchema, localCredentials, openTable, type Table } from '../../infra/local/dynamodb/table.ts';
import { createDynamoNoteStore } from '../../src/adapters/dynamodb/dynamo-note-store.ts';
import type { DynamoDB } from '../../src/adapters/dynamodb/dynamodb.ts';
import { createSdkDynamoDB } from '../../src/adapters/dynamodb/sdk-dynamodb.ts';
import { parseNoteDraft, parseNoteId, parseRevision } from '../../src/domain/note.ts';
import { type OwnerId, parseOwnerId } from '../../src/domain/owner.ts';
import type { NoteStore } from '../../src/ports/note-store.ts';
import { createDynamoDBAt } from '../kit/dynamodb-at.ts';
import { type FaultyDynamo, startFaultyDynamo } from '../kit/faulty-dynamo.ts';
import { type NetworkFault, noFault, type Plan } from './faults.ts';

type FaultOrNone = NetworkFault | 'none';

const region = 'us-east-1';
let table: Table;
let faulty: FaultyDynamo;
/** A store that waits 300 ms for an answer. */
let store: NoteStore;
/** The same table without faults. */
let sound: NoteStore;
const clients: DynamoDBClient[] = [];

beforeAll(async () => {
  table = await openTable({ table: createNotesTableSchema('notes'), region, port: 0 });
  faulty = await startFaultyDynamo({
    target: () => table.endpoint,
    planFor: async ({ number }): Promise<Plan> => {
      requests = number - before + 1;
      const fault = schedule[requests - 1] ?? 'none';
      await meanwhile(requests - 1);
      return { ...noFault, fault };
    },
  });
});
afterAll(async () => {
  for (const client of clients) client.destroy();
  await faulty?.[Symbol.asyncDispose]();
  await table?.[Symbol.asyncDispose]();
});

/** Two ways to the table: the functions' own transport, and the SDK, which users of the library bring. */
const ways = {
  wire: (endpoint: string, silence: number) => createDynamoDBAt(endpoint, { silence }),
  sdk: (endpoint: string, silence: number): DynamoDB => {
    const client = new DynamoDBClient({
      ...{ endpoint, region, credentials: async () => localCredentials, maxAttempts: 3 },
      requestHandler: { requestTimeout: silence, socketTimeout: silence, throwOnRequestTimeout: true },
    });
    clients.push(client);
    return createSdkDynamoDB(client);
  },
};

let owners = 0;
let owner: OwnerId;
beforeEach(() => {
  owner = parseOwnerId(`owner ${owners++}`)._unsafeUnwrap();
  sound = createDynamoNoteStore(createDynamoDBAt(table.endpoint), 'notes');
});
/** The fault for each request to come, in order; when it is used up, requests go through. */
let schedule: readonly FaultOrNone[] = [];
/** How many requests have come since the schedule was set, and how many had come before. */
let requests = 0;
let before = 0;
/** Awaited before the request of this number, counted from 0, is handled. */
let meanwhile: (request: number) => Promise<unknown>;
const plan = (...faults: FaultOrNone[]) => {
  schedule = faults;
  before += requests;
  requests = 0;
  meanwhile = async () => undefined;
};

const id = parseNoteId('0192d3c4-0000-7000-8000-000000000001')._unsafeUnwrap();
const createDraft = (content: string) => parseNoteDraft({ content })._unsafeUnwrap();
const revision = (name: string) => parseRevision(name)._unsafeUnwrap();
const create = (on = store, content = 'one', name = 'created') =>
  on.create(owner, { noteId: id, draft: createDraft(content), createdAt: 1, revision: revision(name) });
const update = (name = 'updated', on = store) =>
  on.update(owner, id, { draft: createDraft('two'), updatedAt: 2, revision: revision(name) }, [revision('created')]);
const deleteNote = (on = store) => on.delete(owner, id, { deletedAt: 3, revision: revision('deleted') }, 'any');
const content = async () => (await sound.find(owner, id)).map((note) => note.content).unwrapOr('none');

describe.each(['wire', 'sdk'] as const)('by %s', (way) => {
  beforeEach(() => {
    // An SDK client that has met many faults stops retrying for a while, so each test has a new one.
    store = createDynamoNoteStore(ways[way](faulty.endpoint, 300), 'notes');
  });

  const lost: FaultOrNone[] = [
    'reset after',
    'failed after',
    'silent after',
    'truncated after',
    'stalled after',
    'late after a reset',
    // The SDK does not retry here.
    ...(way === 'wire' ? (['garbled after'] as const) : []),
  ];
  const notDone: FaultOrNone[] = ['throttled', 'failed before', 'dead connection', 'silent before'];

  describe('a single fault', () => {
    test.each([...lost, ...notDone])('%s: each write happens exactly once, and succeeds', async (fault) => {
      plan(fault);
      expect((await create())._unsafeUnwrap()).toMatchObject({ content: 'one', revision: 'created' });
      expect(requests).toBe(2);
      plan(fault);
      expect((await update())._unsafeUnwrap()).toMatchObject({ content: 'two', revision: 'updated', createdAt: 1 });
      plan(fault);
      expect((await deleteNote()).isOk()).toBe(true);
      expect(await content()).toBe('none');
      expect((await sound.list(owner, { limit: 10 }))._unsafeUnwrap().notes).toEqual([]);
    });

    test.each([...lost, ...notDone])('%s: each read succeeds', async (fault) => {
      await create(sound);
      plan(fault);
      expect((await store.find(owner, id))._unsafeUnwrap().content).toBe('one');
      plan(fault);
      expect((await store.list(owner, { limit: 10 }))._unsafeUnwrap().notes).toHaveLength(1);
    });
  });

  describe('a fault at every attempt', () => {
    test.each(lost)('%s, three times: writes are OutcomeUnknown, reads StoreUnavailable', async (fault) => {
      plan(fault, fault, fault);
      expect((await create())._unsafeUnwrapErr()).toEqual({ kind: 'OutcomeUnknown' });
      plan(fault, fault, fault);
      expect((await update())._unsafeUnwrapErr()).toEqual({ kind: 'OutcomeUnknown' });
      plan(fault, fault, fault);
      expect((await deleteNote())._unsafeUnwrapErr()).toEqual({ kind: 'OutcomeUnknown' });
      plan(fault, fault, fault);
      expect((await store.find(owner, id))._unsafeUnwrapErr()).toEqual({ kind: 'StoreUnavailable' });
    });

    test.each<FaultOrNone>(['throttled'])('%s, three times: nothing is written, StoreUnavailable', async (fault) => {
      plan(fault, fault, fault);
      expect((await create())._unsafeUnwrapErr()).toEqual({ kind: 'StoreUnavailable' });
      await create(sound);
      plan(fault, fault, fault);
      expect((await update())._unsafeUnwrapErr()).toEqual({ kind: 'StoreUnavailable' });
      plan(fault, fault, fault);
      expect((await deleteNote())._unsafeUnwrapErr()).toEqual({ kind: 'StoreUnavailable' });
      plan(fault, 'reset after', fault);
      expect((await update())._unsafeUnwrapErr()).toEqual({ kind: 'OutcomeUnknown' });
      expect(await content()).toBe('two');
    });

    test('a store does not take an answer that is not JSON for DynamoDB’s', async () => {
      plan('garbled after', 'garbled after', 'garbled after');
      expect((await create())._unsafeUnwrapErr()).toEqual({ kind: 'OutcomeUnknown' });
      expect(await content()).toBe('one');
      plan('garbled after', 'garbled after', 'garbled after');
      expect((await store.find(owner, id))._unsafeUnwrapErr()).toEqual({ kind: 'StoreUnavailable' });
    });

    test('the next request of the same client works', async () => {
      plan('reset after', 'silent after', 'dead connection');
      expect((await create()).isErr()).toBe(true);
      plan();
      expect((await create()).isOk()).toBe(true);
      expect(requests).toBe(1);
    });
  });

  describe('another write in between', () => {
    test.each<FaultOrNone>(['failed before', 'failed after'])(
      'an update that was sent twice (%s) and finds another revision is OutcomeUnknown, not a conflict',
      async (fault) => {
        await create(sound);
        plan(fault);
        const theirs = { draft: createDraft('theirs'), updatedAt: 2, revision: revision('theirs') };
        meanwhile = async (request) => request === 1 && (await sound.update(owner, id, theirs, 'any'));
        expect((await update())._unsafeUnwrapErr()).toEqual({ kind: 'OutcomeUnknown' });
        expect(requests).toBe(2);
        expect(await content()).toBe('theirs');
      },
    );

    test('an update that was throttled (so did nothing) and then finds another revision is a conflict', async () => {
      await create(sound);
      plan('throttled');
      const theirs = { draft: createDraft('theirs'), updatedAt: 2, revision: revision('theirs') };
      meanwhile = async (request) => request === 1 && (await sound.update(owner, id, theirs, 'any'));
      expect((await update())._unsafeUnwrapErr()).toEqual({ kind: 'RevisionConflict' });
      expect(requests).toBe(2);
    });

    test('an update that was sent once and finds another revision is a conflict', async () => {
      await create(sound);
      await sound.update(
        owner,
        id,
        { draft: createDraft('theirs'), updatedAt: 2, revision: revision('theirs') },
        'any',
      );
      plan();
      expect((await update())._unsafeUnwrapErr()).toEqual({ kind: 'RevisionConflict' });
    });

    test('a create that was sent twice and finds another draft’s note is NoteIdTaken: it did nothing', async () => {
      await create(sound, 'theirs', 'theirs');
      plan('failed before');
      expect((await create())._unsafeUnwrapErr()).toEqual({ kind: 'NoteIdTaken' });
      expect(await content()).toBe('theirs');
    });
  });

  describe('the caller’s time-out', () => {
    test.each<FaultOrNone>(['silent after', 'stalled after'])(
      'ends the wait (%s): writes are OutcomeUnknown, reads StoreUnavailable',
      async (fault) => {
        const patient = ways[way](faulty.endpoint, 60_000);
        const within = () => createDynamoNoteStore(patient, 'notes', { signal: AbortSignal.timeout(200) });
        plan(fault);
        expect((await create(within()))._unsafeUnwrapErr()).toEqual({ kind: 'OutcomeUnknown' });
        plan(fault);
        expect((await within().find(owner, id))._unsafeUnwrapErr()).toEqual({ kind: 'StoreUnavailable' });
      },
    );
  });
});
