import { createHash, createHmac } from 'node:crypto';
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
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FunctionName } from '../../../src/lambda/routes.ts';
import { type DeployedRoles, readDeployedRoles } from '../../../test/kit/deployed-roles.ts';
import type { TemporaryCredentials } from '../credentials.ts';
import { localCredentials, openTable, type Table } from './table.ts';

/** A hash for smithy to sign with. */
class Sha256 {
  private readonly hash;
  constructor(secret?: Buffer | string) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  }
  update(bytes: Buffer | string) {
    this.hash.update(bytes);
  }
  async digest() {
    return this.hash.digest();
  }
  reset() {}
}

const region = 'us-east-1';
const TableName = 'notes';
type Isolation = 'iam' | 'application';
const tables = new Map<Isolation, Table>();
let roles: Readonly<Record<Isolation, DeployedRoles>>;
beforeAll(async () => {
  roles = { iam: await readDeployedRoles('iam'), application: await readDeployedRoles('application') };
  for (const isolation of ['iam', 'application'] as const) {
    const { deployment, sessions } = roles[isolation];
    tables.set(isolation, await openTable({ table: deployment.table, region, port: 0, sessions }));
  }
});
afterAll(() => Promise.all([...tables.values()].map((table) => table[Symbol.asyncDispose]())));

const inAnHour = () => Date.now() + 3_600_000;
const data = (name: FunctionName, owner = 'ann') => roles.iam.issueKeys(roles.iam.data(name, owner));
const execution = (name: FunctionName, isolation: Isolation = 'iam') =>
  roles[isolation].issueKeys(roles[isolation].execution(name));

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
    const theOtherWayRound = new QueryCommand({
      TableName,
      KeyConditionExpression: 'noteId = :n AND (userId = :o)',
      ExpressionAttributeValues: { ':o': { S: 'ann' }, ':n': { S: '1' } },
    });
    expect((await client(data('list')).send(theOtherWayRound)).Count).toBe(1);
    const oldFashioned = new QueryCommand({
      TableName,
      KeyConditions: { userId: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'ann' }] } },
    });
    expect((await client(data('list')).send(oldFashioned)).Count).toBe(1);
  });

  test.each<[string, FunctionName, () => Promise<unknown>]>([
    ['another owner’s key', 'get', () => client(data('get')).send(get('bob'))],
    ['a key whose owner starts with its own', 'get', () => client(data('get')).send(get('anna'))],
    ['another action', 'get', () => client(data('get')).send(new PutItemCommand({ TableName, Item: key('ann') }))],
    [
      'another table',
      'get',
      () => client(data('get')).send(new GetItemCommand({ TableName: 'others', Key: key('ann') })),
    ],
    ...['xnotes', 'notesx', 'NOTES', 'arn:aws:dynamodb:us-east-1:123456789012:table/others'].map(
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
      'a query for another owner',
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
            KeyConditionExpression: 'userId = :n AND userId = :o',
            ExpressionAttributeValues: { ':o': { S: 'ann' }, ':n': { S: 'bob' } },
          }),
        ),
    ],
    [
      'a legacy query for another owner',
      'list',
      () =>
        client(data('list')).send(
          new QueryCommand({
            TableName,
            KeyConditions: { userId: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'bob' }] } },
          }),
        ),
    ],
    [
      'an update of another owner’s item',
      'update',
      () => client(data('update')).send(new UpdateItemCommand({ TableName, Key: key('bob') })),
    ],
  ])('is refused %s', async (_, _name, send) => {
    await expect(send()).rejects.toMatchObject(denied);
  });

  test('is refused with a wrong secret, with a swapped or missing token, or after it has expired', async () => {
    const [good, other] = [data('get'), data('get', 'bob')];
    const invalid = { name: 'UnrecognizedClientException' };
    await expect(client({ ...good, secretAccessKey: 'wrong' }).send(get('ann'))).rejects.toMatchObject(invalid);
    await expect(client({ ...good, sessionToken: other.sessionToken }).send(get('bob'))).rejects.toMatchObject(invalid);
    const { sessionToken: _, ...untokened } = good;
    await expect(client(untokened).send(get('bob'))).rejects.toMatchObject(invalid);
    const ended = roles.iam.credentials.issue(roles.iam.data('get', 'ann'), Date.now() - 1);
    await expect(client(ended).send(get('ann'))).rejects.toMatchObject(invalid);
  });

  test('is refused by another deployment', async () => {
    const other = { name: 'UnrecognizedClientException' };
    await expect(client(data('get'), 'application').send(get('ann'))).rejects.toMatchObject(other);
  });
});

describe('an execution role', () => {
  test('does not reach the table with isolation iam', async () => {
    await expect(client(execution('get')).send(get('ann'))).rejects.toMatchObject(denied);
  });

  test('reaches any owner’s items with isolation application, but only by its one action', async () => {
    const functionClient = client(execution('get', 'application'), 'application');
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
  test('does not turn an invalid session into one of the stack’s operator', async () => {
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

describe('a request without a client', () => {
  const operation = { 'x-amz-target': 'DynamoDB_20120810.GetItem', 'content-type': 'application/x-amz-json-1.0' };
  const post = async (body: string, headers: Record<string, string>) => {
    const response = await fetch(`${tables.get('iam')?.endpoint}/`, { method: 'POST', headers, body });
    const { __type, message } = JSON.parse(await response.text());
    return { status: response.status, type: response.headers.get('content-type'), name: __type.split('#')[1], message };
  };
  /** Sends a request signed with a data role's credentials, with a body that no client would send. */
  const signed = async (body: string) => {
    const signer = new SignatureV4({
      ...{
        credentials: { ...data('get'), expiration: new Date(inAnHour()) },
        region,
        service: 'dynamodb',
        sha256: Sha256 as never,
        applyChecksum: false,
      },
    });
    const { hostname, port, host } = new URL(tables.get('iam')?.endpoint ?? '');
    const { headers } = await signer.sign({
      ...{ method: 'POST', protocol: 'http:', hostname, port: Number(port), path: '/', query: {}, body },
      headers: { host, ...operation },
    });
    return post(body, headers);
  };

  test.each(['', 'x', 'null', '7', '"text"', '[]', '{}', '{"TableName":"notes"}', '{"TableName":"notes","Key":null}'])(
    'is refused whatever its body: %s',
    async (body) => {
      expect(await signed(body)).toEqual({
        status: 400,
        type: 'application/x-amz-json-1.0',
        name: 'AccessDeniedException',
        message: expect.stringMatching(
          /^User: arn:aws:sts::123456789012:assumed-role\/GetDataRole\w+\/session is not authorized to perform: dynamodb:GetItem on resource: \S+ because no identity-based policy allows the dynamodb:GetItem action$/,
        ),
      });
    },
  );

  test('from the stack’s operator is left to dynalite to judge', async () => {
    const authorization =
      'AWS4-HMAC-SHA256 Credential=local/20261123/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0';
    for (const [body, name] of [
      ['null', 'SerializationException'],
      [' null\n', 'SerializationException'],
      ['{"TableName":"others","Key":{"userId":{"S":"a"},"noteId":{"S":"b"}}}', 'ResourceNotFoundException'],
    ] as const)
      expect(await post(body, { ...operation, authorization, 'x-amz-date': '20261123T000000Z' })).toMatchObject({
        name,
      });
    expect((await post('null', { ...operation, authorization })).message).toBe('That is not a request.');
  });

  test.each<[string, Record<string, string>]>([
    [
      'a token and long-term keys',
      { authorization: 'AWS4-HMAC-SHA256 Credential=local/x', 'x-amz-security-token': 'x' },
    ],
    ['temporary keys and no token', { authorization: 'AWS4-HMAC-SHA256 Credential=ASIAEXAMPLE/x' }],
    ['a token alone', { 'x-amz-security-token': 'x' }],
  ])('with %s is refused', async (_, headers) => {
    expect(await post('{}', { ...operation, ...headers })).toEqual({
      ...{ status: 400, type: 'application/x-amz-json-1.0', name: 'UnrecognizedClientException' },
      message: 'The security token included in the request is invalid.',
    });
  });
});

describe('a failed condition', () => {
  test('returns the item that it was evaluated against, if there is one', async () => {
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
