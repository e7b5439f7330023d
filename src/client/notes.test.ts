import { errAsync, okAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import type { CognitoRefused } from './failures.ts';
import { createNotesClient, listAllNotes } from './notes.ts';

const credentials = {
  identityId: 'i',
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: 's',
  sessionToken: 't',
  expires: 0,
};
const config = { apiEndpoint: 'https://notes.example.com', region: 'us-east-1' };
const note = { userId: 'i', noteId: 'n', content: 'a', createdAt: 1 };

interface Sent {
  readonly url: string;
  readonly method: string | undefined;
  readonly headers: Headers;
  readonly body: unknown;
}

/**
 * Creates a client whose requests get these answers in order (an error is a connection that fails), and records what it
 * sends.
 */
const clientWith = (...answers: readonly (Response | Error)[]) => {
  const sent: Sent[] = [];
  const slept: number[] = [];
  let forgotten = 0;
  const client = createNotesClient(
    config,
    {
      credentials: () => okAsync(credentials),
      forget: () => {
        forgotten++;
      },
    },
    {
      fetch: async (url, { method, headers, body }) => {
        const answer = answers[sent.length];
        sent.push({ url, method, headers: new Headers(headers), body });
        if (answer === undefined) throw new Error('There should be no more requests.');
        if (answer instanceof Error) throw answer;
        return answer;
      },
      sleep: async (milliseconds) => {
        slept.push(milliseconds);
      },
      random: () => 0.5,
    },
  );
  return { client, sent, slept, forgotten: () => forgotten };
};

const lost = new TypeError('fetch failed', { cause: new Error('read ECONNRESET') });
const done = (body: unknown = note, headers: Record<string, string> = {}) => Response.json(body, { headers });
const problem = (status: number, name: string, headers: Record<string, string> = {}) =>
  Response.json({ type: `urn:problem-type:owned-notes:${name}`, title: name, status }, { status, headers });

describe('a create', () => {
  test('is retried under the same key, with new signatures, until it succeeds', async () => {
    const { client, sent, slept } = clientWith(lost, problem(503, 'outcome-unknown'), done(note, { etag: '"r"' }));
    const created = await client.create({ content: 'a' });
    expect(created._unsafeUnwrap()).toEqual({ ...note, etag: '"r"' });
    const keys = sent.map(({ headers }) => headers.get('idempotency-key'));
    expect(keys[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(new Set(keys).size).toBe(1);
    expect(sent.every(({ headers }) => headers.get('authorization')?.startsWith('AWS4-HMAC-SHA256 '))).toBe(true);
    expect(slept).toEqual([100, 200]);
  });

  test('gives up after three attempts, and says what happened', async () => {
    const { client, sent } = clientWith(lost, lost, lost);
    const failed = await client.create({ content: 'a' }, { idempotencyKey: 'k' });
    expect(failed._unsafeUnwrapErr()).toEqual({
      kind: 'Unreachable',
      url: 'https://notes.example.com/notes',
      reason: 'read ECONNRESET',
    });
    expect(sent).toHaveLength(3);
  });

  test('is not retried after an answer that will not change', async () => {
    const { client, sent } = clientWith(problem(422, 'note-id-taken'));
    expect((await client.create({ content: 'a' }))._unsafeUnwrapErr()).toMatchObject({
      kind: 'ApiProblem',
      status: 422,
    });
    expect(sent).toHaveLength(1);
  });

  test('waits as long as Retry-After says', async () => {
    const { client, slept } = clientWith(problem(503, 'store-unavailable', { 'retry-after': '2' }), done());
    await client.create({ content: 'a' });
    expect(slept).toEqual([2000]);
  });
});

describe('an update', () => {
  test('is not retried after a lost reply, because it might undo another update', async () => {
    for (const answer of [lost, problem(503, 'outcome-unknown'), problem(500, 'unexpected')]) {
      const { client, sent } = clientWith(answer);
      expect((await client.update('n', { content: 'b' })).isErr()).toBe(true);
      expect(sent).toHaveLength(1);
    }
  });

  test('is retried if nothing was written', async () => {
    const { client, sent } = clientWith(problem(503, 'store-unavailable'), done());
    expect((await client.update('n', { content: 'b' }, { ifMatch: '"r"' })).isOk()).toBe(true);
    expect(sent.map(({ headers }) => headers.get('if-match'))).toEqual(['"r"', '"r"']);
  });
});

describe('a delete', () => {
  test('whose reply was lost has succeeded if the retry finds nothing', async () => {
    const { client } = clientWith(lost, problem(404, 'note-not-found'));
    expect((await client.delete('n'))._unsafeUnwrap()).toBeUndefined();
  });

  test('succeeds with a 204 without a body, and with nothing else', async () => {
    const { client } = clientWith(Object.defineProperty(new Response('ok'), 'status', { value: 204 }));
    expect((await client.delete('n'))._unsafeUnwrapErr().kind).toBe('UnexpectedAnswer');
  });

  test('that finds nothing at the first attempt has failed', async () => {
    const { client } = clientWith(problem(404, 'note-not-found'));
    expect((await client.delete('n'))._unsafeUnwrapErr()).toMatchObject({ status: 404 });
  });
});

describe('every call', () => {
  test('drops credentials that are refused', async () => {
    const { client, forgotten } = clientWith(Response.json({ message: 'Forbidden' }, { status: 403 }));
    expect((await client.get('n'))._unsafeUnwrapErr()).toMatchObject({
      status: 403,
      title: 'Forbidden',
      type: 'about:blank',
    });
    expect(forgotten()).toBe(1);
  });

  test.each([404, 409, 500])('keeps credentials after a %i', async (status) => {
    const { client, forgotten } = clientWith(...[1, 2, 3].map(() => problem(status, 'note-not-found')));
    await client.get('n');
    expect(forgotten()).toBe(0);
  });

  test('encodes the id, whatever is in it', async () => {
    const { client, sent } = clientWith(problem(404, 'note-not-found'));
    await client.get('../é?x=/');
    expect(sent[0]?.url).toBe('https://notes.example.com/notes/..%2F%C3%A9%3Fx%3D%2F');
  });

  test('does not start if its signal is already aborted', async () => {
    const controller = new AbortController();
    controller.abort();
    const { client, sent } = clientWith(lost);
    expect((await client.list({ signal: controller.signal }))._unsafeUnwrapErr().kind).toBe('Aborted');
    expect(sent).toHaveLength(0);
  });

  test('fails if the sign-in has ended', async () => {
    const refused: CognitoRefused = { kind: 'CognitoRefused', type: 'NotAuthorizedException', message: 'revoked' };
    const client = createNotesClient(
      config,
      { credentials: () => errAsync(refused), forget: () => {} },
      { fetch: async () => done() },
    );
    expect((await client.list())._unsafeUnwrapErr()).toEqual(refused);
  });
});

describe('listAllNotes', () => {
  test('yields page after page', async () => {
    const { client, sent } = clientWith(
      done([{ ...note, noteId: '2' }], { link: '</notes?limit=1&after=2>; rel="next"' }),
      done([{ ...note, noteId: '1' }]),
    );
    const ids: string[] = [];
    for await (const each of listAllNotes(client, { limit: 1 })) ids.push(each._unsafeUnwrap().noteId);
    expect(ids).toEqual(['2', '1']);
    expect(sent.map(({ url }) => new URL(url).search)).toEqual(['?limit=1', '?limit=1&after=2']);
  });

  test('ends at a failure', async () => {
    const { client } = clientWith(problem(400, 'invalid-parameter'));
    const seen: boolean[] = [];
    for await (const each of listAllNotes(client)) seen.push(each.isErr());
    expect(seen).toEqual([true]);
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
    const { client, sent } = clientWith(answer(), answer(), answer());
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
    const { client, slept } = clientWith(problem(503, 'store-unavailable', { 'retry-after': header }), done());
    await client.get('n');
    expect(slept).toEqual([wait]);
  });

  test('comes at the date in Retry-After', async () => {
    const date = new Date(Date.now() + 5000).toUTCString();
    const { client, slept } = clientWith(problem(503, 'store-unavailable', { 'retry-after': date }), done());
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

describe('a failure', () => {
  test('is reported as the API reported it', async () => {
    const body = { type: 'urn:x:y', title: 'No', status: 422, detail: 'Why', requestId: 'r' };
    const answer = new Response(JSON.stringify(body), {
      status: 422,
      headers: { 'content-type': 'application/problem+json' },
    });
    const { client } = clientWith(answer);
    expect((await client.get('n'))._unsafeUnwrapErr()).toEqual({ kind: 'ApiProblem', ...body });
  });

  test('from API Gateway has its message and its request id', async () => {
    const answer = Response.json({ message: 'Not Found' }, { status: 404, headers: { 'apigw-requestid': 'g' } });
    const { client } = clientWith(answer);
    expect((await client.get('n'))._unsafeUnwrapErr()).toEqual({
      ...{ kind: 'ApiProblem', status: 404, type: 'about:blank', title: 'Not Found', requestId: 'g' },
    });
  });

  test('from a proxy is reported by its status', async () => {
    const page = () => new Response('<html>', { status: 500, headers: { 'content-type': 'text/html' } });
    const { client } = clientWith(page(), page(), page());
    expect((await client.get('n'))._unsafeUnwrapErr()).toEqual({
      ...{ kind: 'ApiProblem', status: 500, type: 'about:blank', title: 'HTTP 500' },
    });
  });

  test.each<[unknown, string]>([
    ['text', 'text'],
    [Symbol('s'), 'Symbol(s)'],
    [undefined, 'undefined'],
    [Object.create(null), 'unknown'],
    [new Error('outer', { cause: new Error('inner') }), 'inner'],
  ])('of the network is reported, whatever was thrown (case %#)', async (cause, reason) => {
    const client = createNotesClient(
      config,
      { credentials: () => okAsync(credentials), forget: () => {} },
      { fetch: () => Promise.reject(cause) },
    );
    expect((await client.update('n', { content: 'a' }))._unsafeUnwrapErr()).toEqual({
      ...{ kind: 'Unreachable', url: 'https://notes.example.com/notes/n', reason },
    });
  });

  test('without a body is reported by its status', async () => {
    const { client } = clientWith(...Array.from({ length: 3 }, () => new Response('', { status: 503 })));
    expect((await client.get('n'))._unsafeUnwrapErr()).toEqual({
      ...{ kind: 'ApiProblem', status: 503, type: 'about:blank', title: 'HTTP 503' },
    });
  });

  test('by the API itself does not mention clocks, and drops the credentials', async () => {
    const { client, forgotten } = clientWith(problem(403, 'identity-refused'));
    expect((await client.get('n'))._unsafeUnwrapErr()).not.toHaveProperty('detail');
    expect(forgotten()).toBe(1);
  });
});

describe('a page', () => {
  test.each([
    ['</notes?after=>; rel="next"', undefined],
    ['</notes>; rel="next"', undefined],
    ['</notes?after=2>; rel="prev"', undefined],
    ['</notes?after=2>; rel="next"', '2'],
  ])('with the Link %s is followed by %s', async (link, next) => {
    const { client } = clientWith(done([note], { link }));
    const expected = { notes: [note], ...(next !== undefined && { next }) };
    expect((await client.list())._unsafeUnwrap()).toStrictEqual(expected);
  });

  test('comes only from a 200', async () => {
    const { client } = clientWith(Response.json([note], { status: 206 }));
    expect((await client.list())._unsafeUnwrapErr().kind).toBe('UnexpectedAnswer');
  });

  test('that leads back to itself ends the list with a failure', async () => {
    const link = { link: '<?after=2>; rel="next"' };
    const { client, sent } = clientWith(done([note], link), done([note], link), done([note], link));
    const came: unknown[] = [];
    for await (const each of listAllNotes(client))
      came.push(
        each.match<unknown>(
          () => 'note',
          (failure) => failure,
        ),
      );
    expect(came).toEqual([
      ...['note', 'note'],
      {
        ...{ kind: 'UnexpectedAnswer', url: '/notes', status: 200 },
        reason: 'The pages of the list form a loop.',
      },
    ]);
    expect(sent).toHaveLength(2);
  });

  test.each([
    [{}, ''],
    [{ limit: 5 }, '?limit=5'],
    [{ after: 'a&b' }, '?after=a%26b'],
    [{ limit: 1, after: '' }, '?limit=1'],
  ])('for %j is requested by %j', async (options, query) => {
    const { client, sent } = clientWith(done([]));
    expect((await client.list(options))._unsafeUnwrap()).toStrictEqual({ notes: [] });
    expect(sent[0]?.url).toBe(`https://notes.example.com/notes${query}`);
  });
});
