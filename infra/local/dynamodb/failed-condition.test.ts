import type { RequestListener } from 'node:http';
import dynalite from 'dynalite';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { askDynalite, type DynaliteRequest } from './dynalite-call.ts';
import { withFailedItems } from './failed-condition.ts';
import { createNotesTableSchema, createTableInput } from './table.ts';

const [dynaliteListener] = dynalite({ createTableMs: 0 }).listeners('request') as [RequestListener];

const TableName = 'notes';
const request = (operation: string, asked: object): DynaliteRequest => ({
  method: 'POST',
  url: '/',
  headers: {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `DynamoDB_20120810.${operation}`,
    authorization:
      'AWS4-HMAC-SHA256 Credential=local/20261123/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    'x-amz-date': '20261123T000000Z',
  },
  body: Buffer.from(JSON.stringify(asked)),
});

/** Records the operations sent to dynalite, in order. While held, it answers only when released. */
const dynaliteWatched = () => {
  const asked: string[] = [];
  const waiting: (() => void)[] = [];
  let isHeld = false;
  const serve: RequestListener = (incoming, response) => {
    asked.push(String(incoming.headers['x-amz-target']).split('.')[1] ?? '');
    if (isHeld) waiting.push(() => dynaliteListener(incoming, response));
    else dynaliteListener(incoming, response);
  };
  return {
    asked,
    serve,
    hold: () => {
      isHeld = true;
    },
    letOne: () => waiting.shift()?.(),
  };
};

const key = (noteId: string) => ({ userId: { S: 'ann' }, noteId: { S: noteId } });
const item = (noteId: string, content = 'old') => ({ ...key(noteId), content: { S: content } });
const failing = { ConditionExpression: 'content = :x', ExpressionAttributeValues: { ':x': { S: 'none' } } };
const returning = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' };

beforeAll(async () => {
  await askDynalite(dynaliteListener, request('CreateTable', createTableInput(createNotesTableSchema(TableName))));
  const status = async () => {
    const { body } = await askDynalite(dynaliteListener, request('DescribeTable', { TableName }));
    return JSON.parse(body).Table.TableStatus;
  };
  while ((await status()) !== 'ACTIVE');
});

let watched: ReturnType<typeof dynaliteWatched>;
let ask: (operation: string, asked: object) => Promise<{ status: number; headers: object; body: string }>;
beforeEach(async () => {
  watched = dynaliteWatched();
  const withItems = withFailedItems(watched.serve);
  ask = (operation, asked) => withItems(request(operation, asked), asked as Record<string, unknown>);
  await ask('PutItem', { TableName, Item: item('1') });
  watched.asked.length = 0;
});

const exception = 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException';

describe('a failed condition', () => {
  test.each<[string, object]>([
    ['PutItem', { Item: item('1', 'new') }],
    ['UpdateItem', { Key: key('1') }],
    ['DeleteItem', { Key: key('1') }],
  ])('of %s returns the whole item that it was evaluated against', async (operation, asked) => {
    const { status, headers, body } = await ask(operation, { TableName, ...asked, ...failing, ...returning });
    expect(JSON.parse(body)).toMatchObject({ __type: exception, Item: item('1') });
    expect(status).toBe(400);
    expect(headers).toMatchObject({
      'Content-Type': 'application/x-amz-json-1.0',
      'Content-Length': Buffer.byteLength(body),
    });
    expect(headers).not.toHaveProperty('x-amz-crc32');
  });

  test('returns no item if there is none', async () => {
    const { body } = await ask('UpdateItem', { TableName, Key: key('none'), ...failing, ...returning });
    expect(JSON.parse(body)).toMatchObject({ __type: exception });
    expect(JSON.parse(body)).not.toHaveProperty('Item');
  });

  test.each([{}, { ReturnValuesOnConditionCheckFailure: 'NONE' }])('returns no item unasked: %j', async (how) => {
    const { body, headers } = await ask('UpdateItem', { TableName, Key: key('1'), ...failing, ...how });
    expect(JSON.parse(body)).not.toHaveProperty('Item');
    expect(headers).toHaveProperty('x-amz-crc32');
    expect(watched.asked).toEqual(['UpdateItem']);
  });
});

describe('dynalite’s own answer is passed on for', () => {
  test.each<[string, string, object, number]>([
    ['a condition that is true', 'UpdateItem', { Key: key('1'), ConditionExpression: 'attribute_exists(userId)' }, 200],
    ['another failure', 'UpdateItem', { Key: key('1'), ConditionExpression: '(' }, 400],
    ['a key of null', 'UpdateItem', { Key: null }, 400],
    ['an item that is a number', 'PutItem', { Item: 7 }, 400],
    ['an operation on no item', 'DescribeTable', {}, 200],
  ])('%s', async (_, operation, asked, status) => {
    const answer = await ask(operation, { TableName, ...asked, ...returning });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).not.toHaveProperty('Item');
    expect(watched.asked).toEqual([operation]);
  });
});

describe('writes', () => {
  const two = (first: object, second: object) => {
    watched.hold();
    const answers = [ask('PutItem', { TableName, ...first, ...failing, ...returning })];
    answers.push(ask('UpdateItem', { TableName, ...second }));
    return Promise.all(answers);
  };

  test.each([
    ['its key', { Key: key('1') }],
    ['its key in reverse order', { Key: { noteId: { S: '1' }, userId: { S: 'ann' } } }],
  ])('of one item run one after the other, when it is given by %s', async (_, second) => {
    const answers = two({ Item: item('1', 'new') }, second);
    const order = ['PutItem', 'GetItem', 'UpdateItem'];
    for (let done = 1; done <= order.length; done++) {
      await expect.poll(() => watched.asked).toEqual(order.slice(0, done));
      watched.letOne();
    }
    expect((await answers).map(({ status }) => status)).toEqual([400, 200]);
  });

  test('of different items do not wait for each other', async () => {
    const answers = two({ Item: item('1', 'new') }, { Key: key('2') });
    await expect.poll(() => watched.asked).toEqual(['PutItem', 'UpdateItem']);
    for (let each = 0; each < 2; each++) watched.letOne();
    await expect.poll(() => watched.asked).toHaveLength(3);
    watched.letOne();
    expect((await answers).map(({ status }) => status)).toEqual([400, 200]);
  });
});
