import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { closeServer, listen } from '../listen.ts';
import { askTable } from './ask-table.ts';
import {
  createNotesTableSchema,
  createTableInput,
  localCredentials,
  makeTable,
  openTable,
  type TableOptions,
} from './table.ts';

let folder: string;
const after: (() => unknown)[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'owned-notes-'));
  after.push(() => rm(folder, { recursive: true }));
});
afterEach(async () => {
  vi.restoreAllMocks();
  for (const each of after.splice(0).toReversed()) await each();
});

const region = 'eu-central-1';
const options = { table: createNotesTableSchema('notes'), region, port: 0 } as const;
const opened = async (more: Partial<TableOptions> = {}) => {
  const table = await openTable({ ...options, ...more });
  const client = new DynamoDBClient({
    endpoint: table.endpoint,
    region,
    credentials: localCredentials,
    maxAttempts: 1,
  });
  return {
    ...{ client, endpoint: table.endpoint, port: Number(new URL(table.endpoint).port) },
    close: async () => {
      client.destroy();
      await table[Symbol.asyncDispose]();
    },
  };
};
const openedForNow = async (more: Partial<TableOptions> = {}) => {
  const table = await opened(more);
  after.push(table.close);
  return table;
};

const Item = { userId: { S: 'ann' }, noteId: { S: '1' } };

test('the table has the keys of the deployed one, and is usable at once', async () => {
  const { client } = await openedForNow();
  const { Table } = await client.send(new DescribeTableCommand({ TableName: 'notes' }));
  expect(Table).toMatchObject({
    TableStatus: 'ACTIVE',
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    KeySchema: [
      { AttributeName: 'userId', KeyType: 'HASH' },
      { AttributeName: 'noteId', KeyType: 'RANGE' },
    ],
  });
  expect(Table?.AttributeDefinitions).toEqual(
    expect.arrayContaining([
      { AttributeName: 'userId', AttributeType: 'S' },
      { AttributeName: 'noteId', AttributeType: 'S' },
    ]),
  );
  await client.send(new PutItemCommand({ TableName: 'notes', Item }));
});

test('a table in a folder keeps its items when it is opened again', async () => {
  const first = await opened({ folder: join(folder, 'table') });
  await first.client.send(new PutItemCommand({ TableName: 'notes', Item }));
  await first.close();
  const second = await openedForNow({ folder: join(folder, 'table') });
  expect((await second.client.send(new GetItemCommand({ TableName: 'notes', Key: Item }))).Item).toEqual(Item);
});

test('a table without a folder starts empty each time', async () => {
  const first = await opened();
  await first.client.send(new PutItemCommand({ TableName: 'notes', Item }));
  await first.close();
  const second = await openedForNow();
  expect((await second.client.send(new GetItemCommand({ TableName: 'notes', Key: Item }))).Item).toBeUndefined();
});

test('makeTable makes a table once, beside others', async () => {
  const { client } = await openedForNow();
  await makeTable(client, createNotesTableSchema('others'));
  await makeTable(client, createNotesTableSchema('others'));
  expect((await client.send(new ListTablesCommand({}))).TableNames).toEqual(['notes', 'others']);
});

test('makeTable reports any error other than a missing table', async () => {
  const { client } = await openedForNow();
  await expect(makeTable(client, createNotesTableSchema('?'))).rejects.toMatchObject({ name: 'ValidationException' });
});

test('a taken port is reported by number, with what it is for', async () => {
  const { port } = await openedForNow();
  await expect(openTable({ ...options, port })).rejects.toThrow(`Port ${port}, for DynamoDB, is taken.`);
});

test('a taken port does not keep the folder locked', async () => {
  const { port } = await openedForNow();
  const inFolder = { folder: join(folder, 'table') };
  await expect(openTable({ ...options, ...inFolder, port })).rejects.toThrow('is taken');
  await openedForNow(inFolder);
});

test('a table that cannot be created leaves the port free', async () => {
  const holder = createServer();
  const port = Number(new URL(await listen(holder, 'a test', 0)).port);
  await closeServer(holder);
  await expect(openTable({ ...options, port, table: createNotesTableSchema('?') })).rejects.toMatchObject({
    name: 'ValidationException',
  });
  const { close } = await opened({ port });
  await close();
});

test('a request that is too large is logged, and costs only its connection', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
  const { endpoint, client } = await openedForNow();
  await expect(fetch(endpoint, { method: 'POST', body: Buffer.alloc(16 * 1024 * 1024 + 1) })).rejects.toThrow();
  expect(logged.mock.calls.map(String)).toEqual(['Error: The request is too large.']);
  await client.send(new ListTablesCommand({}));
});

test('a table that was half made when the process was killed is made anew', async () => {
  const server = dynalite({ path: folder, createTableMs: 1_000_000 });
  const [serve] = server.listeners('request') as [RequestListener];
  await askTable(serve)('CreateTable', createTableInput(options.table));
  await listen(server, 'DynamoDB', 0);
  await closeServer(server);
  const { client } = await openedForNow({ folder });
  await client.send(new PutItemCommand({ TableName: 'notes', Item }));
  const { Table } = await client.send(new DescribeTableCommand({ TableName: 'notes' }));
  expect(Table?.TableStatus).toBe('ACTIVE');
});
