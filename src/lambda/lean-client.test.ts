import { Readable } from 'node:stream';
import {
  DynamoDBClient,
  type DynamoDBClientConfig,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { leanDynamoDBClient } from './lean-client.ts';

afterEach(() => vi.unstubAllEnvs());

type Command = GetItemCommand | PutItemCommand | QueryCommand | UpdateItemCommand;

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

type Sent = { readonly headers: Readonly<Record<string, string>> } & Readonly<Record<string, unknown>>;

type More = Pick<DynamoDBClientConfig, 'endpoint' | 'logger'>;
type Handle = (request: Sent) => Promise<object>;

/** Of a client that asks once, over a network that is played by `handle`. */
const configOver = (handle: Handle, more: More = {}) => ({
  region: 'us-east-1',
  credentials: { accessKeyId: 'a', secretAccessKey: 's' },
  maxAttempts: 1,
  requestHandler: { metadata: { handlerProtocol: 'http/1.1' }, handle } as never,
  ...more,
});

/** The plain client and the lean one, over a network that gives the same answer to both, and what each sends. */
const both = async (command: () => Command, answer: Answer, endpoint?: string) => {
  const outcomeOf = async (clientOf: typeof leanDynamoDBClient) => {
    const sent: Sent[] = [];
    const handle = async (request: Sent) => {
      sent.push(request);
      const { status: statusCode, body, headers = {} } = answer;
      return { response: { statusCode, headers: { ...headers }, body: Readable.from([Buffer.from(body)]) } };
    };
    const client = clientOf(configOver(handle, endpoint === undefined ? {} : { endpoint }));
    const outcome = await client.send(command() as GetItemCommand).then(
      (output) => ({ output }),
      (error) => ({
        name: error.name,
        fields: { ...error },
        status: error.$response?.statusCode,
        prototypes: namesOf(error),
      }),
    );
    return {
      outcome,
      sent: sent.map(({ method, protocol, hostname, port, path, query, body, headers }) => ({
        ...{ method, protocol, hostname, port, path, query, body },
        headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !ofOneClient.has(name))),
      })),
    };
  };
  return { plain: await outcomeOf((config) => new DynamoDBClient(config)), lean: await outcomeOf(leanDynamoDBClient) };
};

/** What tells of the SDK, or is of one moment; the signature has a test of its own. */
const ofOneClient = new Set([
  'user-agent',
  'x-amz-user-agent',
  'authorization',
  'x-amz-date',
  'amz-sdk-invocation-id',
  'x-amz-content-sha256',
]);

const namesOf = (error: object): string[] => {
  const names: string[] = [];
  for (let at = Object.getPrototypeOf(error); at !== null; at = Object.getPrototypeOf(at))
    names.push(at.constructor.name);
  return names;
};

const ok: Answer = { status: 200, body: '{}' };
const text = fc.string({ unit: 'grapheme' });
const item = fc.dictionary(
  text,
  fc.oneof(
    text.map((S) => ({ S })),
    fc.integer().map((n) => ({ N: String(n) })),
  ),
  {
    noNullPrototype: true,
  },
);

describe('the lean client', () => {
  const leanOver = (handle: Handle, more?: More) => leanDynamoDBClient(configOver(handle, more));
  const answered = async () => ({
    response: { statusCode: 200, headers: {}, body: Readable.from([Buffer.from('{}')]) },
  });
  const getItem = () => new GetItemCommand({ TableName: 'notes', Key: {} });

  test('tells DynamoDB nothing of itself or of who called, and prepares no line for a log', async () => {
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'get');
    vi.stubEnv('_X_AMZN_TRACE_ID', 'Root=1-5759e988-bd862e3fe1be46a994272793');
    const handle = vi.fn((_: Sent) => answered());
    const logger = { trace: vi.fn(), debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() };
    await leanOver(handle, { logger }).send(getItem());
    const names = handle.mock.calls.flatMap(([{ headers }]) => Object.keys(headers));
    expect(names).toContain('host');
    expect(names.filter((name) => /agent|trace/i.test(name))).toEqual([]);
    expect(logger.info).not.toHaveBeenCalled();
  });

  test('makes its chain of middlewares once for all requests of a kind', async () => {
    const client = leanOver(answered);
    const made = vi.fn();
    client.middlewareStack.add((next) => {
      made();
      return next;
    });
    for (let time = 0; time < 2; time++) await client.send(getItem());
    expect(made).toHaveBeenCalledOnce();
  });

  test('copies its configuration once for a request, to resolve the endpoint, and not to write or to read', async () => {
    const client = leanOver(answered);
    const copied = vi.fn();
    Object.defineProperty(client.config, 'copied', { enumerable: true, get: copied });
    await client.send(getItem());
    expect(copied).toHaveBeenCalledOnce();
  });

  test('does not mind that what breaks an answer is no error', async () => {
    const body = new Readable({
      read() {
        this.destroy('gone' as never);
      },
    });
    const broken = leanOver(async () => ({ response: { statusCode: 200, headers: {}, body } }));
    await expect(broken.send(getItem())).rejects.toThrow('gone');
  });

  test('asks what the SDK’s own client asks', async () => {
    const commands = fc.oneof(
      item.map((Item) => () => new PutItemCommand({ TableName: 'notes', Item, ConditionExpression: 'c' })),
      item.map((Key) => () => new GetItemCommand({ TableName: 'notes', Key })),
      item.map((ExclusiveStartKey) => () => new QueryCommand({ TableName: 'notes', Limit: 3, ExclusiveStartKey })),
      item.map((Key) => () => new UpdateItemCommand({ TableName: 'notes', Key, ReturnValues: 'ALL_NEW' })),
    );
    const endpoints = fc.constantFrom(undefined, 'http://127.0.0.1:8000', 'https://example.com');
    await fc.assert(
      fc.asyncProperty(commands, endpoints, async (command, endpoint) => {
        const { plain, lean } = await both(command, ok, endpoint);
        expect(plain.sent).toHaveLength(1);
        expect(lean.sent).toEqual(plain.sent);
      }),
    );
  });

  test('reads what the SDK’s own client reads', async () => {
    const answers = fc.tuple(item, fc.boolean()).map(([Item, upperCase]) => ({
      status: 200,
      body: JSON.stringify({ Item }),
      headers: { [upperCase ? 'X-Amzn-RequestId' : 'x-amzn-requestid']: 'id' },
    }));
    await fc.assert(
      fc.asyncProperty(answers, async (answer) => {
        const { plain, lean } = await both(() => new GetItemCommand({ TableName: 'notes', Key: {} }), answer);
        expect(plain.outcome).toHaveProperty('output');
        expect(lean.outcome).toEqual(plain.outcome);
      }),
    );
  });

  const typed = (name: string, more: object = {}) =>
    JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'm', ...more });
  test.each<[string, Answer]>([
    [
      'a false condition with its item',
      { status: 400, body: typed('ConditionalCheckFailedException', { Item: { a: { S: 'b' } } }) },
    ],
    [
      'throttling',
      {
        status: 400,
        body: typed('ThrottlingException'),
        headers: { 'x-amz-retry-after': '7', 'x-amzn-requestid': 'id' },
      },
    ],
    ['a failure of DynamoDB’s', { status: 500, body: typed('InternalServerError') }],
    ['a failure that nobody knows', { status: 400, body: typed('NeverHeardOf') }],
    ['a failure that is not JSON', { status: 503, body: '<html>' }],
    ['a failure without a body', { status: 502, body: '' }],
    ['a success that is not JSON', { status: 200, body: '<html>' }],
    ['half a success', { status: 200, body: '{"Item":{"a":{"S":"b' }],
  ])('takes %s for what the SDK’s own client takes it for', async (_, answer) => {
    const { plain, lean } = await both(() => new GetItemCommand({ TableName: 'notes', Key: {} }), answer);
    expect(plain.outcome).toMatchObject({
      fields: { $metadata: { httpStatusCode: answer.status } },
      status: answer.status,
    });
    expect(lean.outcome).toEqual(plain.outcome);
  });
});
