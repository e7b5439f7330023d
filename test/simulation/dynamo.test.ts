import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDynamoNoteStore } from '../../src/adapters/dynamodb/dynamo-note-store.ts';
import { createSdkDynamoDB } from '../../src/adapters/dynamodb/sdk-dynamodb.ts';
import { parseNoteId } from '../../src/domain/note.ts';
import { parseOwnerId } from '../../src/domain/owner.ts';
import { someHistory, someOwners } from '../../src/laws/arbitraries.ts';
import { perform } from '../../src/laws/model.ts';
import { type NotesTable, openNotesTable } from '../kit/notes-table.ts';
import { simulatedDynamo } from './dynamo.ts';
import { parseCondition } from './expressions.ts';
import { faultyTransport } from './transport.ts';

let table: NotesTable;
beforeAll(async () => {
  table = await openNotesTable();
});
afterAll(() => table[Symbol.asyncDispose]());

const realTime = { now: () => 0, sleep: async () => {} };
const simulatedClient = () => {
  const transport = faultyTransport({
    ...{ dynamo: simulatedDynamo(), time: realTime, plans: [], requestTimeout: 60_000 },
    onRequest: () => {},
  });
  return DynamoDBDocumentClient.from(
    new DynamoDBClient({
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 's' },
      requestHandler: { metadata: { handlerProtocol: 'http/1.1' }, handle: transport.handle },
    }),
  );
};

describe('the simulated DynamoDB', () => {
  test('gives the adapter the same answers as dynalite, whatever several owners do', async () => {
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(someOwners(3), someHistory(3), async (owners, history) => {
        runs++;
        const [simulated, real] = [simulatedClient(), table.client];
        const ids = owners.map((name) => parseOwnerId(`${name}${runs}`)._unsafeUnwrap());
        // An item as the tutorial writes it: without a revision or a date.
        const legacy = { userId: ids[0], noteId: '00000000-0000-0000-0000-000000000000', content: null };
        for (const client of [simulated, real]) await client.send(new PutCommand({ TableName: 'notes', Item: legacy }));
        for (const { who, command } of history) {
          const owner = ids[who];
          if (owner === undefined) throw new Error('There is no such owner.');
          const [one, other] = [simulated, real].map((client) =>
            perform(createDynamoNoteStore(createSdkDynamoDB(client), 'notes'), owner, command),
          );
          expect(await one).toEqual(await other);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('shows stale reads older versions of the same owner’s items only', () => {
    const dynamo = simulatedDynamo();
    const key = {
      userId: { S: 'ann' },
      noteId: { S: parseNoteId('0192d3c4-0000-7000-8000-000000000001')._unsafeUnwrap() },
    };
    const get = JSON.stringify({ TableName: 'notes', Key: key });
    for (const content of ['one', 'two'])
      dynamo.perform('PutItem', JSON.stringify({ TableName: 'notes', Item: { ...key, content: { S: content } } }));
    dynamo.perform('PutItem', JSON.stringify({ TableName: 'notes', Item: { ...key, userId: { S: 'bob' } } }));
    expect(dynamo.olderVersions(get)).toBe(2);
    expect(dynamo.perform('GetItem', get).body).toContain('two');
    expect(dynamo.perform('GetItem', get, 1).body).toContain('one');
    expect(dynamo.perform('GetItem', get, 0).body).toBe('{}');
  });

  test.each(['size(content) > :a', 'a = :a AND', 'NOT', 'a BETWEEN :a AND :b', '(a = :a'])(
    'refuses an expression that it does not support: %s',
    (expression) => {
      expect(() => parseCondition(expression)({}, {})).toThrow('Cannot read');
    },
  );
});
