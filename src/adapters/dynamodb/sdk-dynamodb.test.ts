import { getEventListeners } from 'node:events';
import { Readable } from 'node:stream';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createSdkDynamoDB } from './sdk-dynamodb.ts';

// No back-off between the SDK's attempts.
beforeEach(() => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  vi.restoreAllMocks();
});

type Reply = 'answer' | 'never' | 'lost' | 'throttled' | 'no connection' | 'false condition' | Error;

const reply = (statusCode: number, body: object) => ({
  response: {
    statusCode,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: Readable.from([Buffer.from(JSON.stringify(body))]),
  },
});
const failed = (name: string, more: object = {}) =>
  reply(400, { __type: `com.amazonaws.dynamodb.v20120810#${name}`, ...more });
const failure = (name: string, more: object = {}) => Object.assign(new Error('m'), { name, ...more });
const socketError = (fields: object) => Object.assign(new Error('socket'), fields);

const decodeText = (body: string | Uint8Array) =>
  new TextDecoder().decode(typeof body === 'string' ? Buffer.from(body) : body);

interface Sent {
  readonly signal: AbortSignal | undefined;
  readonly target: string | undefined;
  readonly body: string;
}

/** Creates a user's client on a network that sends the given replies. */
const createClient = (
  replies: readonly Reply[],
  {
    cacheMiddleware = false,
    maxAttempts = 2,
    credentials = async () => ({ accessKeyId: 'a', secretAccessKey: 's' }),
  } = {},
) => {
  const sent: Sent[] = [];
  const handle = async (
    { headers, body }: { headers: Record<string, string>; body: string | Uint8Array },
    { abortSignal: signal }: { abortSignal?: AbortSignal } = {},
  ) => {
    const kind = replies[sent.length] ?? 'answer';
    sent.push({ signal, target: headers['x-amz-target'], body: decodeText(body) });
    if (kind instanceof Error) throw kind;
    if (kind === 'never')
      return new Promise<never>((_, reject) => {
        signal?.addEventListener('abort', () => reject(failure('AbortError')));
      });
    if (kind === 'lost') throw socketError({ code: 'ECONNRESET', syscall: 'read' });
    if (kind === 'no connection') throw socketError({ code: 'ECONNREFUSED', syscall: 'connect' });
    if (kind === 'throttled') return failed('ThrottlingException');
    if (kind === 'false condition')
      return failed('ConditionalCheckFailedException', { Item: { content: { S: 'old' } } });
    return reply(200, {});
  };
  const client = new DynamoDBClient({
    region: 'us-east-1',
    credentials,
    cacheMiddleware,
    maxAttempts,
    requestHandler: { metadata: { handlerProtocol: 'http/1.1' }, handle } as never,
  });
  /** The errors with which the SDK's work ends, as the application's own middleware sees them. */
  const ended: unknown[] = [];
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        ended.push(error);
        throw error;
      }
    },
    { step: 'initialize' },
  );
  return { client, sent, ended };
};
const get = { TableName: 't', Key: { id: { S: '1' } } } as const;
const put = {
  ...{ TableName: 't', Item: { id: { S: '1' } }, ConditionExpression: 'c' },
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
} as const;
const update = { ...get, ...put, UpdateExpression: 'u', ExpressionAttributeNames: {}, ExpressionAttributeValues: {} };
const query = {
  ...{
    TableName: 't',
    KeyConditionExpression: 'k',
    ExpressionAttributeValues: {},
    ProjectionExpression: 'p',
    ExpressionAttributeNames: {},
  },
  ...{ ScanIndexForward: false, Limit: 1 },
};

describe('an operation', () => {
  test('is sent under its name, with its input, by both of the SDK’s clients', async () => {
    for (const kind of ['plain', 'document']) {
      const { client, sent } = createClient([]);
      const dynamo = createSdkDynamoDB(kind === 'plain' ? client : DynamoDBDocumentClient.from(client));
      for (const outcome of [
        await dynamo('GetItem', get),
        await dynamo('Query', query),
        await dynamo('PutItem', put),
        await dynamo('UpdateItem', update),
      ])
        expect(outcome.isOk()).toBe(true);
      expect(sent.map(({ target }) => target)).toEqual(
        ['GetItem', 'Query', 'PutItem', 'UpdateItem'].map((name) => `DynamoDB_20120810.${name}`),
      );
      expect(sent.map(({ body }) => JSON.parse(body).TableName)).toEqual(['t', 't', 't', 't']);
    }
  });
});

describe('what is known about attempts', () => {
  const unavailable = (mayHaveWritten: boolean) => ({ kind: 'Unavailable', mayHaveWritten });
  const conditionFailed = (mayHaveWritten: boolean) => ({
    ...{ kind: 'ConditionFailed', item: { content: { S: 'old' } }, mayHaveWritten },
  });
  test.each<[readonly Reply[], object]>([
    [['throttled', 'throttled'], unavailable(false)],
    [['no connection', 'no connection'], unavailable(false)],
    [['lost', 'lost'], unavailable(true)],
    [['lost', 'throttled'], unavailable(true)],
    [['lost', 'no connection'], unavailable(true)],
    [['throttled', 'lost'], unavailable(true)],
    [['false condition'], conditionFailed(false)],
    [['throttled', 'false condition'], conditionFailed(false)],
    [['lost', 'false condition'], conditionFailed(true)],
  ])('after %j', async (replies, outcome) => {
    for (const cacheMiddleware of [false, true]) {
      const { client, sent } = createClient(replies, { cacheMiddleware });
      // A client that caches its chains already has one for this command.
      if (cacheMiddleware) await createClient([], { cacheMiddleware }).client.send(new GetItemCommand(get));
      expect((await createSdkDynamoDB(client)('PutItem', put))._unsafeUnwrapErr()).toEqual(outcome);
      expect(sent).toHaveLength(replies.length);
    }
  });

  test('covers one operation only', async () => {
    const { client } = createClient(['lost', 'lost', 'throttled', 'throttled']);
    const dynamo = createSdkDynamoDB(client);
    expect((await dynamo('PutItem', put))._unsafeUnwrapErr()).toEqual(unavailable(true));
    expect((await dynamo('PutItem', put))._unsafeUnwrapErr()).toEqual(unavailable(false));
  });

  test('counts no attempt that the application’s own middleware stops, not even at the last step', async () => {
    const stop = () => async () => {
      throw failure('TimeoutError');
    };
    const [early, late] = [createClient([]), createClient([])];
    early.client.middlewareStack.add(stop, { step: 'build' });
    late.client.middlewareStack.add(stop, { step: 'finalizeRequest', priority: 'low' });
    for (const { client, sent } of [early, late]) {
      expect((await createSdkDynamoDB(client)('PutItem', put))._unsafeUnwrapErr()).toEqual(unavailable(false));
      expect(sent).toHaveLength(0);
    }
  });
});

describe('the signal of an operation', () => {
  test('is passed to its own attempt only', async () => {
    const { client, sent } = createClient([], { cacheMiddleware: true });
    const dynamo = createSdkDynamoDB(client);
    const own = [new AbortController().signal, new AbortController().signal];
    for (const signal of [...own, undefined]) await dynamo('GetItem', get, signal);
    expect(sent.map(({ signal }) => signal)).toEqual([...own, undefined]);
    for (const signal of own) await expect.poll(() => getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  test('aborts the attempt in progress, and no other', async () => {
    const { client, sent } = createClient(['never', 'answer']);
    const dynamo = createSdkDynamoDB(client);
    const [ended, other] = [new AbortController(), new AbortController()];
    const silent = dynamo('PutItem', put, ended.signal);
    await expect.poll(() => sent).toHaveLength(1);
    const answered = dynamo('PutItem', put, other.signal);
    ended.abort();
    expect((await silent)._unsafeUnwrapErr()).toEqual({ kind: 'Unavailable', mayHaveWritten: true });
    expect((await answered).isOk()).toBe(true);
  });

  test('that is already aborted prevents every attempt', async () => {
    const { client, sent, ended } = createClient([]);
    const outcome = await createSdkDynamoDB(client)('PutItem', put, AbortSignal.abort());
    expect(outcome._unsafeUnwrapErr()).toEqual({ kind: 'Unavailable', mayHaveWritten: false });
    await expect.poll(() => ended).toHaveLength(1);
    expect(sent).toHaveLength(0);
  });

  test('ends the wait between two attempts, and prevents the next one', async () => {
    const { client, sent, ended } = createClient(['throttled', 'throttled', 'throttled', 'throttled'], {
      maxAttempts: 4,
    });
    const controller = new AbortController();
    vi.spyOn(Math, 'random').mockReturnValue(1);
    const outcome = createSdkDynamoDB(client)('PutItem', put, controller.signal);
    await expect.poll(() => sent).toHaveLength(1);
    controller.abort();
    expect((await outcome)._unsafeUnwrapErr()).toEqual({ kind: 'Unavailable', mayHaveWritten: false });
    await expect.poll(() => ended).toHaveLength(1);
    expect(sent).toHaveLength(1);
  });

  test('ends the wait for credentials that never come, whether it is aborted before or during the wait', async () => {
    const credentials = vi.fn(() => new Promise<never>(() => {}));
    const dynamo = createSdkDynamoDB(createClient([], { credentials }).client);
    const controller = new AbortController();
    const outcome = dynamo('PutItem', put, controller.signal);
    await expect.poll(() => credentials).toHaveBeenCalled();
    controller.abort();
    const unavailable = { kind: 'Unavailable', mayHaveWritten: false };
    expect((await outcome)._unsafeUnwrapErr()).toEqual(unavailable);
    expect((await dynamo('PutItem', put, controller.signal))._unsafeUnwrapErr()).toEqual(unavailable);
  });

  test('aborted within the application’s own middleware prevents the request, and it sees why', async () => {
    const { client, sent } = createClient([]);
    const controller = new AbortController();
    const seen: unknown[] = [];
    client.middlewareStack.add(
      (next) => async (args) => {
        controller.abort();
        return next(args).catch((error) => {
          seen.push(error);
          throw error;
        });
      },
      { step: 'finalizeRequest' },
    );
    const outcome = await createSdkDynamoDB(client)('PutItem', put, controller.signal);
    expect(outcome._unsafeUnwrapErr()).toEqual({ kind: 'Unavailable', mayHaveWritten: false });
    await expect.poll(() => seen).toMatchObject([{ name: 'AbortError', message: 'This request has timed out.' }]);
    expect(sent).toHaveLength(0);
  });
});

describe('a failure of the SDK', () => {
  test.each<[string, Error]>([
    ['throttling, under its older name', failure('Throttling')],
    ['throughput exceeded', failure('ProvisionedThroughputExceededException')],
    ['too many requests from the account', failure('RequestLimitExceeded')],
    ['a conflict with a write from another Region', failure('ReplicatedWriteConflictException')],
    ['no connection', socketError({ code: 'ECONNREFUSED', syscall: 'connect' })],
    ['an unknown host', socketError({ code: 'ENOTFOUND', syscall: 'getaddrinfo' })],
  ])('after which nothing was written: %s', async (_, error) => {
    const { client } = createClient([error], { maxAttempts: 1 });
    expect((await createSdkDynamoDB(client)('PutItem', put))._unsafeUnwrapErr()).toEqual({
      ...{ kind: 'Unavailable', mayHaveWritten: false },
    });
  });

  test.each<[string, Error]>([
    ['an internal error of DynamoDB', failure('InternalServerError')],
    ['an unavailable service', failure('ServiceUnavailable')],
    ['an error of any name with status 500', failure('Whatever', { $metadata: { httpStatusCode: 500 } })],
    ['a time-out', failure('TimeoutError')],
    ['an aborted request', failure('AbortError')],
    ['a reset connection', socketError({ code: 'ECONNRESET', syscall: 'read' })],
    ['a connection that hung up, for which Node names no system call', socketError({ code: 'ECONNRESET' })],
    ['a broken pipe', socketError({ code: 'EPIPE', syscall: 'write' })],
    ['an answer that is not JSON', new SyntaxError('Unexpected token')],
  ])('after which the outcome is unknown: %s', async (_, error) => {
    const { client } = createClient([error], { maxAttempts: 1 });
    expect((await createSdkDynamoDB(client)('PutItem', put))._unsafeUnwrapErr()).toEqual({
      ...{ kind: 'Unavailable', mayHaveWritten: true },
    });
  });

  test.each<[Error]>([
    [failure('ValidationException', { $metadata: { httpStatusCode: 400 } })],
    [failure('AccessDeniedException', { $metadata: { httpStatusCode: 499 } })],
    [failure('ResourceNotFoundException')],
    [failure('Whatever', { $metadata: { httpStatusCode: '503' } })],
    [failure('Whatever', { $metadata: null })],
    [failure('Whatever', { code: 'ERR_INVALID_ARG_TYPE' })],
    [new TypeError('a bug')],
  ])('that is a bug or a misconfiguration is rethrown: %s', async (error) => {
    const { client } = createClient([error], { maxAttempts: 1 });
    await expect(createSdkDynamoDB(client)('PutItem', put)).rejects.toMatchObject({ name: error.name });
  });

  test.each([undefined, null, 'x', {}])('whose metadata is %o is rethrown', async ($metadata) => {
    const error = failure('Whatever', { $metadata });
    const client = { send: () => Promise.reject(error) } as unknown as DynamoDBClient;
    await expect(createSdkDynamoDB(client)('PutItem', put)).rejects.toBe(error);
  });

  test.each([{ name: 'ThrottlingException' }, { name: 'TimeoutError' }, 'not even an error', null, undefined])(
    'that is not an error of the SDK is rethrown: %o',
    async (thrown) => {
      const client = { send: () => Promise.reject(thrown) } as unknown as DynamoDBClient;
      await expect(createSdkDynamoDB(client)('PutItem', put)).rejects.toBe(thrown);
    },
  );
});
