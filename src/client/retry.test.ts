import { errAsync, okAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import type { CognitoRefused } from './failures.ts';
import { createNotesClient } from './notes.ts';
import { config, createClientWith, credentials, done, lost, note, problem } from './test-client.ts';

describe('a create', () => {
  test('is retried under the same key, with new signatures, until it succeeds', async () => {
    const { client, sent, slept } = createClientWith(
      lost,
      problem(503, 'outcome-unknown'),
      done(note, { etag: '"r"' }),
    );
    const created = await client.create({ content: 'a' });
    expect(created._unsafeUnwrap()).toEqual({ ...note, etag: '"r"' });
    const keys = sent.map(({ headers }) => headers.get('idempotency-key'));
    expect(keys[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(new Set(keys).size).toBe(1);
    expect(sent.every(({ headers }) => headers.get('authorization')?.startsWith('AWS4-HMAC-SHA256 '))).toBe(true);
    expect(slept).toEqual([100, 200]);
  });

  test('gives up after three attempts, and says what happened', async () => {
    const { client, sent } = createClientWith(lost, lost, lost);
    const failed = await client.create({ content: 'a' }, { idempotencyKey: 'k' });
    expect(failed._unsafeUnwrapErr()).toEqual({
      kind: 'Unreachable',
      url: 'https://notes.example.com/notes',
      reason: 'read ECONNRESET',
    });
    expect(sent).toHaveLength(3);
  });

  test('is not retried after an answer that will not change', async () => {
    const { client, sent } = createClientWith(problem(422, 'note-id-taken'));
    expect((await client.create({ content: 'a' }))._unsafeUnwrapErr()).toMatchObject({
      kind: 'ApiProblem',
      status: 422,
    });
    expect(sent).toHaveLength(1);
  });

  test('waits as long as Retry-After says', async () => {
    const { client, slept } = createClientWith(problem(503, 'store-unavailable', { 'retry-after': '2' }), done());
    await client.create({ content: 'a' });
    expect(slept).toEqual([2000]);
  });
});

describe('an update', () => {
  test('is not retried after a lost reply, because it might undo another update', async () => {
    for (const answer of [lost, problem(503, 'outcome-unknown'), problem(500, 'unexpected')]) {
      const { client, sent } = createClientWith(answer);
      expect((await client.update('n', { content: 'b' })).isErr()).toBe(true);
      expect(sent).toHaveLength(1);
    }
  });

  test('is retried if nothing was written', async () => {
    const { client, sent } = createClientWith(problem(503, 'store-unavailable'), done());
    expect((await client.update('n', { content: 'b' }, { ifMatch: '"r"' })).isOk()).toBe(true);
    expect(sent.map(({ headers }) => headers.get('if-match'))).toEqual(['"r"', '"r"']);
  });
});

describe('a delete', () => {
  test('whose reply was lost has succeeded if the retry finds nothing', async () => {
    const { client } = createClientWith(lost, problem(404, 'note-not-found'));
    expect((await client.delete('n'))._unsafeUnwrap()).toBeUndefined();
  });

  test('succeeds with a 204 without a body, and with nothing else', async () => {
    const { client } = createClientWith(Object.defineProperty(new Response('ok'), 'status', { value: 204 }));
    expect((await client.delete('n'))._unsafeUnwrapErr().kind).toBe('UnexpectedAnswer');
  });

  test('that finds nothing at the first attempt has failed', async () => {
    const { client } = createClientWith(problem(404, 'note-not-found'));
    expect((await client.delete('n'))._unsafeUnwrapErr()).toMatchObject({ status: 404 });
  });
});

describe('a retry', () => {
  const calls = {
    get: (client: ReturnType<typeof createNotesClient>) => client.get('n'),
    list: (client: ReturnType<typeof createNotesClient>) => client.list(),
    create: (client: ReturnType<typeof createNotesClient>) => client.create({ content: 'a' }),
    delete: (client: ReturnType<typeof createNotesClient>) => client.delete('n'),
    update: (client: ReturnType<typeof createNotesClient>) => client.update('n', { content: 'b' }),
  };
  const html = (status: number) => new Response('<html>', { status, headers: { 'content-type': 'text/html' } });
  test.each<[keyof typeof calls, number, string, () => Response | Error]>([
    ['get', 3, 'a lost reply', () => lost],
    ['list', 3, 'a lost reply', () => lost],
    ['create', 3, 'a lost reply', () => lost],
    ['delete', 3, 'a lost reply', () => lost],
    ['list', 3, 'a 500', () => problem(500, 'unexpected')],
    ['create', 3, 'a gateway time-out', () => html(504)],
    ['delete', 3, 'a gateway time-out', () => html(504)],
    ['update', 1, 'a 500 of something else', () => html(500)],
    ['get', 3, 'an unknown outcome', () => problem(503, 'outcome-unknown')],
    ['get', 3, 'a gateway time-out', () => html(504)],
    ['get', 3, 'a bad gateway', () => html(502)],
    ['get', 3, 'too many requests', () => html(429)],
    ['get', 1, 'a 501', () => html(501)],
    ['get', 1, 'a 400', () => problem(400, 'invalid-parameter')],
    ['get', 1, 'a 409', () => problem(409, 'conflict')],
    ['get', 1, 'a web page', () => html(200)],
    ['update', 1, 'a lost reply', () => lost],
    ['update', 1, 'an unknown outcome', () => problem(503, 'outcome-unknown')],
    ['update', 1, 'a gateway time-out', () => html(504)],
    ['update', 1, 'a bad gateway', () => html(502)],
    ['update', 1, 'a web page', () => html(200)],
    ['update', 3, 'too many requests', () => html(429)],
    ['update', 3, 'an unavailable store', () => problem(503, 'store-unavailable')],
  ])('%s is sent %i times after %s', async (name, times, _, answer) => {
    const { client, sent } = createClientWith(answer(), answer(), answer());
    expect((await calls[name](client)).isErr()).toBe(true);
    expect(sent).toHaveLength(times);
  });

  test.each([
    ['0', 0],
    ['3', 3000],
    ['86400', 10_000],
    ['-1', 100],
    ['soon', 100],
    ['3 seconds', 100],
    ['in 3', 100],
    ['2030-01-01', 100],
    ['', 100],
    [new Date(Date.now() - 5000).toUTCString(), 0],
    [new Date(Date.now() + 3_600_000).toUTCString(), 10_000],
  ])('comes after Retry-After: %j', async (header, wait) => {
    const { client, slept } = createClientWith(problem(503, 'store-unavailable', { 'retry-after': header }), done());
    await client.get('n');
    expect(slept).toEqual([wait]);
  });

  test('comes at the date in Retry-After', async () => {
    const date = new Date(Date.now() + 5000).toUTCString();
    const { client, slept } = createClientWith(problem(503, 'store-unavailable', { 'retry-after': date }), done());
    await client.get('n');
    expect(slept[0]).toBeGreaterThan(2000);
    expect(slept[0]).toBeLessThanOrEqual(5000);
  });

  test('does not come if the signal is aborted during the wait', async () => {
    let asked = 0;
    const controller = new AbortController();
    const client = createNotesClient(
      config,
      {
        credentials: () => {
          asked++;
          return okAsync(credentials);
        },
        forget: () => {},
      },
      {
        fetch: async () => problem(503, 'store-unavailable'),
        sleep: () => {
          controller.abort();
          return new Promise(() => {});
        },
      },
    );
    expect((await client.get('n', { signal: controller.signal }))._unsafeUnwrapErr()).toEqual({
      ...{ kind: 'Aborted', reason: 'The caller aborted the call.' },
    });
    expect(asked).toBe(1);
  });

  test.each(['sleep', 'random'])('does not come if its %s callback throws', async (name) => {
    const fail = () => {
      throw new Error('told');
    };
    const client = createNotesClient(
      config,
      { credentials: () => okAsync(credentials), forget: () => {} },
      { fetch: async () => Promise.reject(lost), [name]: fail },
    );
    expect((await client.get('n'))._unsafeUnwrapErr()).toEqual({
      ...{ kind: 'Aborted', reason: 'The call ended in an exception: told' },
    });
  });

  test.each([
    ['TooManyRequestsException', 3],
    ['InternalErrorException', 3],
    ['NotAuthorizedException', 1],
  ])('comes or not after %s from Cognito: %i attempts', async (type, times) => {
    let asked = 0;
    const credentials = () => {
      asked++;
      return errAsync<never, CognitoRefused>({ kind: 'CognitoRefused', type, message: '' });
    };
    const client = createNotesClient(config, { credentials, forget: () => {} }, { sleep: async () => {} });
    await client.update('n', { content: 'b' });
    expect(asked).toBe(times);
  });
});
