import zlib, { crc32 } from 'node:zlib';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { withVerdicts } from '../../test/kit/verdicts.ts';
import type { WireRequest, WireResponse } from './exchange.ts';
import { createServiceClient } from './service-client.ts';
import { createWireDynamoDB } from './wire-dynamodb.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** Creates a DynamoDB that gives these answers in turn; records the requests and the verdicts. */
const answering = (...answers: readonly (Partial<WireResponse> & { readonly body: string })[]) => {
  const asked: WireRequest[] = [];
  const service = createServiceClient({
    ...{ host: 'dynamodb.us-east-1.amazonaws.com', region: 'us-east-1', service: 'dynamodb', maxAttempts: 2 },
    random: () => 0,
    credentials: async () => ({ accessKeyId: 'a', secretAccessKey: 's', sessionToken: 't' }),
    exchange: async (request) => {
      asked.push(request);
      return { status: 200, headers: {}, ...(answers[asked.length - 1] ?? answers.at(-1) ?? { body: '{}' }) };
    },
  });
  const { ask, verdicts } = withVerdicts(service);
  return { dynamo: createWireDynamoDB(ask), asked, verdicts };
};
const get = { TableName: 'notes', Key: { userId: { S: 'ann' }, noteId: { S: '1' } } } as const;
const put = {
  ...{ TableName: 'notes', Item: { userId: { S: 'ann' } }, ConditionExpression: 'c' },
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
} as const;
const failure = (name: string, status = 400, more: object = {}) => ({
  status,
  body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, ...more }),
});
const checked = (body: string, sum = crc32(body)) => ({ body, headers: { 'x-amz-crc32': String(sum) } });

describe('an operation', () => {
  test('is a signed request in JSON 1.0, and its answer is the output', async () => {
    const { dynamo, asked } = answering({ body: '{"Item":{"content":{"S":"é"}}}' });
    expect((await dynamo('GetItem', get))._unsafeUnwrap()).toEqual({ Item: { content: { S: 'é' } } });
    expect(asked).toEqual([
      {
        body: JSON.stringify(get),
        headers: {
          host: 'dynamodb.us-east-1.amazonaws.com',
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': 'DynamoDB_20120810.GetItem',
          'x-amz-date': expect.stringMatching(/^\d{8}T\d{6}Z$/),
          'x-amz-security-token': 't',
          authorization: expect.stringContaining('/us-east-1/dynamodb/aws4_request'),
        },
      },
    ]);
  });

  test('whose condition is false has failed on an item, or on none', async () => {
    const item = { content: { S: 'old' } };
    const { dynamo, asked } = answering(failure('ConditionalCheckFailedException', 400, { Item: item }));
    expect((await dynamo('PutItem', put))._unsafeUnwrapErr()).toEqual({
      ...{ kind: 'ConditionFailed', item, mayHaveWritten: false },
    });
    expect(asked).toHaveLength(1);
    const none = answering(failure('ConditionalCheckFailedException'));
    expect((await none.dynamo('PutItem', put))._unsafeUnwrapErr()).toEqual({
      ...{ kind: 'ConditionFailed', item: undefined, mayHaveWritten: false },
    });
  });

  test('may have written if an attempt before it was lost', async () => {
    const { dynamo } = answering(failure('InternalServerError', 500), failure('ConditionalCheckFailedException'));
    expect((await dynamo('PutItem', put))._unsafeUnwrapErr()).toMatchObject({ mayHaveWritten: true });
  });
});

describe('a failure that says that nothing was written', () => {
  test.each([
    'ThrottlingException',
    'Throttling',
    'ProvisionedThroughputExceededException',
    'RequestLimitExceeded',
    'ReplicatedWriteConflictException',
  ])('%s is retried', async (name) => {
    const { dynamo, asked, verdicts } = answering(failure(name));
    expect((await dynamo('PutItem', put))._unsafeUnwrapErr()).toEqual({ kind: 'Unavailable', mayHaveWritten: false });
    expect(asked).toHaveLength(2);
    // The wait after a refusal is longer than after other failures.
    expect(verdicts).toEqual(['Refused', 'Refused']);
    expect((await answering(failure(name), { body: '{}' }).dynamo('PutItem', put)).isOk()).toBe(true);
  });
});

describe('a failure that leaves the outcome open', () => {
  test.each<[string, Partial<WireResponse> & { body: string }]>([
    ['an internal error', failure('InternalServerError', 500)],
    ['an empty 500', { status: 500, body: '' }],
    ['a 503 from something else', { status: 503, body: '<html>' }],
    ['an empty 200', { body: '' }],
    ['a 200 that is not JSON', { body: '<html>' }],
    ['a 200 that is half of JSON', { body: '{"Item":' }],
    ['a 200 that is null', { body: 'null' }],
    ['a 200 that is text', { body: '"text"' }],
    ['a 200 that is a list', { body: '[]' }],
    ['a 200 with another checksum', checked('{}', 7)],
    ['a 200 with an invalid checksum', { body: '{}', headers: { 'x-amz-crc32': 'x' } }],
  ])('%s is retried', async (_, answer) => {
    const { dynamo, asked } = answering(answer);
    expect((await dynamo('PutItem', put))._unsafeUnwrapErr()).toEqual({ kind: 'Unavailable', mayHaveWritten: true });
    expect(asked).toHaveLength(2);
    expect((await answering(answer, { body: '{}' }).dynamo('PutItem', put)).isOk()).toBe(true);
  });

  test('is never an answer with a matching checksum', async () => {
    const { dynamo } = answering(checked('{"Item":{"content":{"S":"é"}}}'));
    expect((await dynamo('GetItem', get)).isOk()).toBe(true);
  });

  test('is never an answer whose checksum this Node cannot compute', async () => {
    vi.spyOn(zlib as { crc32: unknown }, 'crc32', 'get').mockReturnValue(undefined);
    const { dynamo } = answering(checked('{}', 7));
    expect((await dynamo('GetItem', get)).isOk()).toBe(true);
  });
});

describe('a failure that no retry would mend', () => {
  test.each<[string, Partial<WireResponse> & { body: string }, object]>([
    [
      'a validation error',
      failure('ValidationException', 400, { message: 'm' }),
      { name: 'ValidationException', message: 'm' },
    ],
    [
      'a missing permission',
      failure('AccessDeniedException', 400, { Message: 'M' }),
      { name: 'AccessDeniedException', message: 'M' },
    ],
    [
      'a name without its service',
      { status: 400, body: '{"__type":"ExpiredTokenException"}' },
      { name: 'ExpiredTokenException' },
    ],
    ['a refusal by something else', { status: 403, body: '<html>' }, { name: 'undefined', status: 403 }],
    ['a redirect', { status: 301, body: '' }, { status: 301 }],
    ['a 499', failure('Whatever', 499), { name: 'Whatever', status: 499 }],
  ])('%s is thrown', async (_, answer, error) => {
    const { dynamo, asked } = answering(answer);
    await expect(dynamo('GetItem', get)).rejects.toMatchObject(error);
    expect(asked).toHaveLength(1);
  });
});
