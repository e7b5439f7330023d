import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { describe, expect, test, vi } from 'vitest';
import { type AskedRequest, config, createFakeFetch, createTokens, hour } from '../../test/kit/fake-pools.ts';
import { createSession } from './credentials-session.ts';
import { createNotesClient } from './notes.ts';
import { fetchSigned, formatSigningTime } from './signed-fetch.ts';

const keys = { accessKeyId: 'a', secretAccessKey: 's', sessionToken: 't' };
const time = Date.UTC(2026, 10, 3, 5, 4, 9, 250);
const minute = 60_000;

/** The hash that smithy signs with. */
class Sha256 {
  private readonly hash;
  constructor(secret?: ArrayBuffer | ArrayBufferView | string) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Buffer);
  }
  update(data: ArrayBuffer | ArrayBufferView | string) {
    this.hash.update(data as Buffer);
  }
  async digest() {
    return this.hash.digest();
  }
  reset() {}
}

/** Signs the same request with another implementation, over the same headers. */
const signedBySmithy = async (
  { url, headers, init }: Pick<AskedRequest, 'url' | 'headers' | 'init'>,
  signed: Set<string>,
) => {
  const { protocol, hostname, pathname, searchParams } = new URL(url);
  const signer = new SignatureV4({
    ...{
      credentials: keys,
      region: config.region,
      service: 'execute-api',
      sha256: Sha256 as never,
      applyChecksum: false,
    },
  });
  const kept = [...headers].filter(([name]) => signed.has(name) && !name.startsWith('x-amz-'));
  const query: Record<string, string[]> = {};
  for (const [name, value] of searchParams) query[name] = [...(query[name] ?? []), value];
  const request = await signer.sign(
    {
      ...{ method: init.method ?? '', protocol, hostname, path: pathname, query, body: init.body ?? '' },
      headers: { host: hostname, ...Object.fromEntries(kept) },
    },
    { signingDate: new Date(time), signableHeaders: signed },
  );
  return request.headers.authorization;
};

const expectSigned = async (asked: AskedRequest) => {
  const authorization = asked.headers.get('authorization') ?? '';
  const names = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(';') ?? [];
  expect(names).toEqual(expect.arrayContaining(['host', 'x-amz-date', 'x-amz-security-token']));
  expect(asked.headers.get('x-amz-date')).toBe('20261103T050409Z');
  expect(asked.headers.get('x-amz-security-token')).toBe('t');
  expect(authorization).toBe(await signedBySmithy(asked, new Set(names)));
};

describe('a request has the signature of another implementation, and the right content:', () => {
  const captureRequest = async (
    call: (client: ReturnType<typeof createNotesClient>) => unknown,
  ): Promise<AskedRequest> => {
    const pools = createFakeFetch();
    const session = createSession(config, createTokens(time + hour), { fetch: pools.fetch, now: () => time });
    const { fetch, asked } = createFakeFetch();
    await call(createNotesClient(config, session, { fetch, now: () => time }));
    expect(asked).toHaveLength(1);
    return asked[0] as AskedRequest;
  };
  const json = { 'content-type': 'application/json' };

  test.each<[string, (client: ReturnType<typeof createNotesClient>) => unknown, string, string, object, unknown]>([
    [
      'a create',
      (client) => client.create({ content: 'a', attachment: 'f' }, { idempotencyKey: 'k' }),
      ...(['POST', '/notes', { ...json, 'idempotency-key': 'k' }, { content: 'a', attachment: 'f' }] as const),
    ],
    [
      'a list',
      (client) => client.list({ limit: 2, after: 'a b/é' }),
      'GET',
      '/notes?limit=2&after=a%20b%2F%C3%A9',
      {},
      undefined,
    ],
    ['a get', (client) => client.get('n'), 'GET', '/notes/n', {}, undefined],
    ['an update', (client) => client.update('n', { content: 'b' }), 'PUT', '/notes/n', json, { content: 'b' }],
    [
      'a conditional update',
      (client) => client.update('n', { content: '' }, { ifMatch: '"r"' }),
      ...(['PUT', '/notes/n', { ...json, 'if-match': '"r"' }, { content: '' }] as const),
    ],
    ['a delete', (client) => client.delete('n'), 'DELETE', '/notes/n', {}, undefined],
    [
      'a conditional delete',
      (client) => client.delete('n', { ifMatch: '*' }),
      'DELETE',
      '/notes/n',
      { 'if-match': '*' },
      undefined,
    ],
  ])('%s', async (_, call, method, path, headers, body) => {
    const asked = await captureRequest(call);
    await expectSigned(asked);
    expect(asked.init.method).toBe(method);
    expect(asked.url).toBe(`${config.apiEndpoint}${path}`);
    const own = [...asked.headers].filter(([name]) => !/^(authorization|host|x-amz-.*)$/.test(name));
    expect(Object.fromEntries(own)).toEqual(headers);
    expect(typeof asked.init.body === 'string' ? JSON.parse(asked.init.body) : asked.init.body).toEqual(body);
  });
});

describe('fetchSigned', () => {
  const request = { method: 'PUT', url: `${config.apiEndpoint}/x?y=z`, headers: { 'x-more': 'm' }, body: '{"a":"é"}' };

  test('sends the given request with a signature', async () => {
    const { fetch, asked } = createFakeFetch();
    await fetchSigned(request, keys, config.region, { fetch, now: () => time });
    await expectSigned(asked[0] as AskedRequest);
    expect(asked[0]).toMatchObject({ url: request.url, init: { method: 'PUT', body: request.body } });
    expect(asked[0]?.headers.get('x-more')).toBe('m');
  });

  test('is dated by the machine’s clock', async () => {
    vi.useFakeTimers({ now: time });
    try {
      const { fetch, asked } = createFakeFetch();
      await fetchSigned(request, keys, config.region, { fetch });
      await expectSigned(asked[0] as AskedRequest);
    } finally {
      vi.useRealTimers();
    }
  });

  test.each([
    [200, 'text'],
    [404, 'no'],
    [204, ''],
    [205, ''],
    [304, ''],
  ])('returns an answer of status %i, with its headers and body', async (status, body) => {
    const answer = () => new Response(body === '' ? null : body, { status, headers: { 'x-y': 'z' } });
    const result = await fetchSigned(request, keys, config.region, { fetch: async () => answer() });
    if (status === 304) return expect(result._unsafeUnwrapErr()).toMatchObject({ kind: 'UnexpectedAnswer' });
    const response = result._unsafeUnwrap();
    expect(response.status).toBe(status);
    expect(response.headers.get('x-y')).toBe('z');
    expect(await response.text()).toBe(body);
    expect(response.body === null).toBe(body === '');
  });

  describe.each([-600, -10, 10, 600])('by a machine whose clock is %i minutes off', (minutes) => {
    const now = () => time + minutes * minute;
    const date = new Date(time).toUTCString();
    /** Simulates an API that accepts only signatures of `time`, and answers with these headers. */
    const strict = (headers: Record<string, string>) =>
      createFakeFetch(({ headers: sent }) => {
        const isGood = sent.get('x-amz-date') === formatSigningTime(time);
        return new Response(isGood ? 'done' : 'no', { status: isGood ? 200 : 403, headers });
      });

    test('is signed once more, by the `Date` of the refusal', async () => {
      const { fetch, asked } = strict({ date });
      const response = (await fetchSigned(request, keys, config.region, { fetch, now }))._unsafeUnwrap();
      expect([response.status, asked.length]).toEqual([200, 2]);
      expect(asked.map(({ init }) => init.body)).toEqual([request.body, request.body]);
    });

    test('is refused, if the refusal shows no `Date`', async () => {
      const { fetch, asked } = strict({});
      const response = (await fetchSigned(request, keys, config.region, { fetch, now }))._unsafeUnwrap();
      expect([response.status, asked.length]).toEqual([403, 1]);
    });

    test.each([200, 400, 404, 500, 503])('is sent only once, if the answer is a %i', async (status) => {
      const { fetch, asked } = createFakeFetch(() => new Response('x', { status, headers: { date } }));
      const response = (await fetchSigned(request, keys, config.region, { fetch, now }))._unsafeUnwrap();
      expect([response.status, asked.length]).toEqual([status, 1]);
    });
  });

  test('is sent only once, if it is refused for another reason than its time', async () => {
    const refusal = () => new Response('no', { status: 403, headers: { date: new Date(time).toUTCString() } });
    const { fetch, asked } = createFakeFetch(refusal);
    const response = (await fetchSigned(request, keys, config.region, { fetch, now: () => time }))._unsafeUnwrap();
    expect([response.status, asked.length]).toEqual([403, 1]);
  });

  test('treats an answer with an impossible status as no answer', async () => {
    const odd = Object.defineProperty(new Response('x'), 'status', { value: 999 });
    const result = await fetchSigned(request, keys, config.region, { fetch: async () => odd });
    expect(result._unsafeUnwrapErr()).toEqual({
      ...{ kind: 'UnexpectedAnswer', url: request.url, status: 999, reason: 'HTTP 999' },
    });
  });
});
