import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import {
  BatchGetItemCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FunctionName } from '../../../src/lambda/routes.ts';
import { credentialsSealedWith, type TemporaryCredentials } from '../credentials.ts';
import type { FunctionRole } from '../roles.ts';
import { leadingKeys } from './leading-keys.ts';
import type { Isolation } from './permissions.ts';
import { localCredentials, openTable, type Table } from './table.ts';

const region = 'us-east-1';
const TableName = 'notes';
const credentials = credentialsSealedWith<FunctionRole>(randomBytes(32), 'role');
const tables = new Map<Isolation, Table>();
beforeAll(async () => {
  for (const isolation of ['iam', 'application'] as const)
    tables.set(isolation, await openTable({ tableName: TableName, region, port: 0, credentials, isolation }));
});
afterAll(() => Promise.all([...tables.values()].map((table) => table[Symbol.asyncDispose]())));

const inAnHour = () => Date.now() + 3_600_000;
const data = (name: FunctionName, owner = 'ann') =>
  credentials.issue({ role: 'data', function: name, owner }, inAnHour());
const execution = (name: FunctionName) => credentials.issue({ role: 'execution', function: name }, inAnHour());

const client = (
  { accessKeyId, secretAccessKey, sessionToken }: Partial<TemporaryCredentials> & typeof localCredentials,
  isolation: Isolation = 'iam',
) => {
  const endpoint = tables.get(isolation)?.endpoint ?? '';
  const keys = { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
  return new DynamoDBClient({ endpoint, region, maxAttempts: 1, credentials: keys });
};
const key = (owner: string) => ({ userId: { S: owner }, noteId: { S: '1' } });
const get = (owner: string) => new GetItemCommand({ TableName, Key: key(owner) });
const denied = { name: 'AccessDeniedException' };

beforeEach(async () => {
  for (const isolation of tables.keys())
    for (const owner of ['ann', 'bob'])
      await client(localCredentials, isolation).send(new PutItemCommand({ TableName, Item: key(owner) }));
});

describe('a session of a data role', () => {
  test('reaches the items of its owner', async () => {
    expect((await client(data('get')).send(get('ann'))).Item).toEqual(key('ann'));
    const names = { KeyConditionExpression: '#u = :o AND noteId < :n', ExpressionAttributeNames: { '#u': 'userId' } };
    const query = new QueryCommand({
      TableName,
      ...names,
      ExpressionAttributeValues: { ':o': { S: 'ann' }, ':n': { S: '2' } },
    });
    expect((await client(data('list')).send(query)).Count).toBe(1);
  });

  test.each<[string, FunctionName, () => Promise<unknown>]>([
    ['another owner’s key', 'get', () => client(data('get')).send(get('bob'))],
    ['a key that its owner is a prefix of', 'get', () => client(data('get')).send(get('anna'))],
    ['another action', 'get', () => client(data('get')).send(new PutItemCommand({ TableName, Item: key('ann') }))],
    [
      'another table',
      'get',
      () => client(data('get')).send(new GetItemCommand({ TableName: 'others', Key: key('ann') })),
    ],
    ...['xnotes', 'notesx', 'NOTES', 'arn:aws:dynamodb:us-east-1:123456789012:table/notes'].map(
      (other): [string, FunctionName, () => Promise<unknown>] => [
        `the table ${other}`,
        'get',
        () => client(data('get')).send(new GetItemCommand({ TableName: other, Key: key('ann') })),
      ],
    ),
    ['a scan', 'list', () => client(data('list')).send(new ScanCommand({ TableName }))],
    [
      'PartiQL',
      'list',
      () => client(data('list')).send(new ExecuteStatementCommand({ Statement: 'SELECT * FROM notes' })),
    ],
    [
      'a batch',
      'get',
      () =>
        client(data('get')).send(
          new BatchGetItemCommand({ RequestItems: { notes: { Keys: [key('ann'), key('bob')] } } }),
        ),
    ],
    [
      'a query of another owner',
      'list',
      () =>
        client(data('list')).send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: 'userId = :o',
            ExpressionAttributeValues: { ':o': { S: 'bob' } },
          }),
        ),
    ],
    [
      'a query that is not understood',
      'list',
      () =>
        client(data('list')).send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: 'noteId = :n AND userId = :o',
            ExpressionAttributeValues: { ':o': { S: 'ann' }, ':n': { S: '1' } },
          }),
        ),
    ],
    [
      'an old-fashioned query',
      'list',
      () =>
        client(data('list')).send(
          new QueryCommand({
            TableName,
            KeyConditions: { userId: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'ann' }] } },
          }),
        ),
    ],
    [
      'an update of another owner’s',
      'update',
      () => client(data('update')).send(new UpdateItemCommand({ TableName, Key: key('bob') })),
    ],
  ])('is refused %s', async (_, _name, send) => {
    await expect(send()).rejects.toMatchObject(denied);
  });

  test('is refused with a wrong secret, a swapped or missing token, or after its end', async () => {
    const [good, other] = [data('get'), data('get', 'bob')];
    const invalid = { name: 'UnrecognizedClientException' };
    await expect(client({ ...good, secretAccessKey: 'wrong' }).send(get('ann'))).rejects.toMatchObject(invalid);
    await expect(client({ ...good, sessionToken: other.sessionToken }).send(get('bob'))).rejects.toMatchObject(invalid);
    const { sessionToken: _, ...untokened } = good;
    await expect(client(untokened).send(get('bob'))).rejects.toMatchObject(invalid);
    const ended = credentials.issue({ role: 'data', function: 'get', owner: 'ann' }, Date.now() - 1);
    await expect(client(ended).send(get('ann'))).rejects.toMatchObject(invalid);
  });

  test('is refused where the execution roles reach the table', async () => {
    await expect(client(data('get'), 'application').send(get('ann'))).rejects.toMatchObject(denied);
  });
});

describe('an execution role', () => {
  test('does not reach the table with isolation iam', async () => {
    await expect(client(execution('get')).send(get('ann'))).rejects.toMatchObject(denied);
  });

  test('reaches any owner’s items with isolation application, by its one action', async () => {
    const functionClient = client(execution('get'), 'application');
    expect((await functionClient.send(get('bob'))).Item).toEqual(key('bob'));
    await expect(functionClient.send(new ScanCommand({ TableName }))).rejects.toMatchObject(denied);
  });
});

describe('a web page', () => {
  test.each([{ origin: 'https://evil.example.com' }, { origin: 'null' }])('is refused (%j)', async (headers) => {
    const endpoint = tables.get('iam')?.endpoint ?? '';
    const response = await fetch(endpoint, { method: 'POST', headers, body: '{}' });
    expect(response.status).toBe(403);
  });
});

describe('another name for this machine', () => {
  test.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.1', ''])(
    'is refused as a host: %j',
    async (host) => {
      const { hostname, port } = new URL(tables.get('iam')?.endpoint ?? '');
      const asked = request({ hostname, port, method: 'POST', headers: { host }, setHost: false }).end('{}');
      const [response] = await once(asked, 'response');
      response.resume();
      expect(response.statusCode).toBe(403);
    },
  );
});

describe('a signature in the query', () => {
  test('does not make a session that is none one of whoever runs the stack', async () => {
    const { sessionToken } = data('get');
    for (const name of ['X-Amz-Security-Token', 'x%2Damz-security-token', 'X-AMZ-Credential']) {
      const response = await fetch(`${tables.get('iam')?.endpoint}/?${name}=${encodeURIComponent(sessionToken)}`, {
        method: 'POST',
        headers: { 'x-amz-target': 'DynamoDB_20120810.Scan', authorization: 'AWS4-HMAC-SHA256 Credential=local/x' },
        body: JSON.stringify({ TableName }),
      });
      expect(await response.text()).toContain('UnrecognizedClientException');
    }
  });
});

describe('a failed condition', () => {
  test('comes with the item that it was tried on, if there is one', async () => {
    const put = (owner: string, ConditionExpression: string) =>
      client(localCredentials).send(
        new PutItemCommand({
          TableName,
          Item: key(owner),
          ConditionExpression,
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
    await expect(put('ann', 'attribute_not_exists(noteId)')).rejects.toMatchObject({ Item: key('ann') });
    const failed = await put('nobody', 'attribute_exists(noteId)').catch((error: unknown) => error);
    expect(failed).toMatchObject({ name: 'ConditionalCheckFailedException' });
    expect(failed).not.toHaveProperty('Item', expect.anything());
  });
});

describe('the leading keys of a request', () => {
  test.each([
    ['PutItem', { Item: { userId: { S: 'a' } } }, ['a']],
    ['GetItem', { Key: { userId: { S: 'a' } } }, ['a']],
    ['GetItem', { Key: { userId: { N: '1' } } }, undefined],
    ['GetItem', { Key: Object.create({ userId: { S: 'a' } }) }, undefined],
    ['GetItem', {}, undefined],
    ['Query', { KeyConditionExpression: ' userId=:x ', ExpressionAttributeValues: { ':x': { S: 'a' } } }, ['a']],
    [
      'Query',
      { KeyConditionExpression: 'userId = :x OR userId = :y', ExpressionAttributeValues: { ':x': { S: 'a' } } },
      undefined,
    ],
    ['Query', { KeyConditionExpression: 'userId <> :x', ExpressionAttributeValues: { ':x': { S: 'a' } } }, undefined],
    [
      'Query',
      { KeyConditionExpression: 'userId = :x', ExpressionAttributeValues: { ':x': { S: 'a' } }, IndexName: 'i' },
      undefined,
    ],
    ['Query', {}, undefined],
    ['Scan', {}, undefined],
    ['TransactWriteItems', {}, undefined],
  ])('of %s %j', (action, asked, keys) => {
    expect(leadingKeys(action, asked)).toEqual(keys);
  });
});
