import { getEventListeners } from 'node:events';
import { Readable } from 'node:stream';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test, vi } from 'vitest';
import { type Attempts, until, type Watch, watchCommandsOf, watched } from './attempts.ts';

type Reply = 'answer' | 'never' | 'lost' | 'throttled' | 'no connection' | 'false condition';

const reply = (statusCode: number, body: object) => ({
  response: {
    statusCode,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: Readable.from([Buffer.from(JSON.stringify(body))]),
  },
});
const failed = (name: string) => reply(400, { __type: `com.amazonaws.dynamodb.v20120810#${name}` });
const socketError = (fields: object) => Object.assign(new Error('socket'), fields);

/** A client that keeps its chain of middlewares, as the functions' do, over a network that replies as it is told. */
const clientOf = (...replies: readonly Reply[]) => {
  const signals: (AbortSignal | undefined)[] = [];
  const handle = async (_: unknown, { abortSignal: signal }: { abortSignal?: AbortSignal } = {}) => {
    const kind = replies[signals.length] ?? 'answer';
    signals.push(signal);
    if (kind === 'never')
      return new Promise<never>((_, reject) => {
        signal?.addEventListener('abort', () => reject(Object.assign(new Error(), { name: 'AbortError' })));
      });
    if (kind === 'lost') throw socketError({ code: 'ECONNRESET', syscall: 'read' });
    if (kind === 'no connection') throw socketError({ code: 'ECONNREFUSED', syscall: 'connect' });
    if (kind === 'throttled') return failed('ThrottlingException');
    if (kind === 'false condition') return failed('ConditionalCheckFailedException');
    return reply(200, {});
  };
  const client = new DynamoDBClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 's' },
    cacheMiddleware: true,
    maxAttempts: 2,
    requestHandler: { metadata: { handlerProtocol: 'http/1.1' }, handle } as never,
  });
  return { client, signals };
};
const command = () => new GetItemCommand({ TableName: 't', Key: { id: { S: '1' } } });
const send = (client: DynamoDBClient, watch: Watch) => {
  watchCommandsOf(client);
  return until(watch.signal, client.send(watched(command(), watch)));
};
const attempts = (): Attempts => ({ mayHaveWritten: false });

describe('what is known of attempts', () => {
  test.each<[readonly Reply[], boolean]>([
    [['answer'], true],
    [['lost', 'answer'], true],
    [['throttled', 'throttled'], false],
    [['no connection', 'no connection'], false],
    [['false condition'], false],
    [['lost', 'throttled'], true],
    [['lost', 'no connection'], true],
    [['lost', 'false condition'], true],
    [['throttled', 'lost'], true],
  ])('after %j: may have written is %s', async (replies, mayHaveWritten) => {
    const { client, signals } = clientOf(...replies);
    const seen = attempts();
    await send(client, { attempts: seen, signal: undefined }).catch(() => {});
    expect(signals).toHaveLength(replies.length);
    expect(seen.mayHaveWritten).toBe(mayHaveWritten);
  });

  test('is kept for each command, though the chain of middlewares is one', async () => {
    const { client } = clientOf('answer', 'false condition');
    const [first, second] = [attempts(), attempts()];
    await send(client, { attempts: first, signal: undefined });
    await send(client, { attempts: second, signal: undefined }).catch(() => {});
    expect([first.mayHaveWritten, second.mayHaveWritten]).toEqual([true, false]);
  });
});

describe('the signal of a command', () => {
  test('is that of its own attempt, though the chain of middlewares is one', async () => {
    const { client, signals } = clientOf();
    const own = [new AbortController().signal, new AbortController().signal];
    for (const signal of own) await send(client, { attempts: attempts(), signal });
    await client.send(command());
    expect(signals).toEqual([...own, undefined]);
  });

  test('ends the attempt that is under way, and no other', async () => {
    const { client, signals } = clientOf('never', 'answer');
    const [ended, other] = [new AbortController(), new AbortController()];
    const silent = send(client, { attempts: attempts(), signal: ended.signal });
    await expect.poll(() => signals).toHaveLength(1);
    const answered = send(client, { attempts: attempts(), signal: other.signal });
    ended.abort();
    await expect(silent).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    await expect(answered).resolves.toBeDefined();
  });

  test('that nobody watches is its own', async () => {
    const { client, signals } = clientOf();
    const { signal } = new AbortController();
    watchCommandsOf(client);
    await client.send(command(), { abortSignal: signal });
    expect(signals).toEqual([signal]);
  });

  test('lets nothing be sent that has not been sent', async () => {
    const { client, signals } = clientOf();
    const seen = attempts();
    watchCommandsOf(client);
    const sent = client.send(watched(command(), { attempts: seen, signal: AbortSignal.abort() }));
    await expect(sent).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(signals).toHaveLength(0);
    expect(seen.mayHaveWritten).toBe(false);
  });
});

describe('the time for some work', () => {
  const forever = new Promise<never>(() => {});
  const timeIsOver = expect.objectContaining({ name: 'AbortError' });

  test('ends it when it is over, or has been before', async () => {
    const controller = new AbortController();
    const waiting = until(controller.signal, forever);
    controller.abort();
    await expect(waiting).rejects.toThrow(timeIsOver);
    await expect(until(controller.signal, forever)).rejects.toThrow(timeIsOver);
  });

  test('is listened to until it is over or the work is done, and no longer', async () => {
    const [over, inTime] = [new AbortController(), new AbortController()];
    const waiting = until(over.signal, forever);
    expect(getEventListeners(over.signal, 'abort')).toHaveLength(1);
    over.abort();
    await expect(waiting).rejects.toThrow('time');
    expect(getEventListeners(over.signal, 'abort')).toHaveLength(0);
    await until(inTime.signal, Promise.resolve());
    await expect.poll(() => getEventListeners(inTime.signal, 'abort')).toHaveLength(0);
  });

  test('is no matter to work that is done in time, or has no such time', async () => {
    const { signal } = new AbortController();
    for (const time of [signal, undefined]) {
      await expect(until(time, Promise.resolve('done'))).resolves.toBe('done');
      await expect(until(time, Promise.reject(new Error('failed')))).rejects.toThrow('failed');
    }
  });
});

describe('a client without a chain that it keeps', () => {
  test('is watched once, by way of a document client of the same chain too', async () => {
    const client = new DynamoDBClient({ region: 'us-east-1' });
    for (const each of [client, DynamoDBDocumentClient.from(client)]) watchCommandsOf(each);
    const ours = client.middlewareStack.identify().filter((line) => line.startsWith('ownedNotes'));
    expect(ours).toHaveLength(2);
  });
});

describe('a client that keeps its chain of middlewares', () => {
  test('is refused once it has been in use, as it would go past the watch', async () => {
    const { client } = clientOf();
    await client.send(command());
    expect(() => watchCommandsOf(client)).toThrow('before its first request');
  });

  test('has in its chain what others add after the watch', async () => {
    const { client, signals } = clientOf();
    const { signal } = new AbortController();
    const passed = vi.fn();
    watchCommandsOf(client);
    client.middlewareStack.add(
      (next) => (args) => {
        passed();
        return next(args);
      },
      { step: 'deserialize' },
    );
    await client.send(watched(command(), { attempts: attempts(), signal }));
    expect(passed).toHaveBeenCalledOnce();
    expect(signals).toEqual([signal]);
  });

  test('does not count as an attempt what one of these stops', async () => {
    const { client, signals } = clientOf();
    const seen = attempts();
    watchCommandsOf(client);
    client.middlewareStack.add(
      () => async () => {
        throw new Error('stopped');
      },
      { step: 'finalizeRequest' },
    );
    await expect(client.send(watched(command(), { attempts: seen, signal: undefined }))).rejects.toThrow('stopped');
    expect(signals).toHaveLength(0);
    expect(seen.mayHaveWritten).toBe(false);
  });

  test('can be watched again and again', async () => {
    const { client, signals } = clientOf();
    for (let time = 0; time < 2; time++) await send(client, { attempts: attempts(), signal: undefined });
    expect(signals).toHaveLength(2);
  });
});
