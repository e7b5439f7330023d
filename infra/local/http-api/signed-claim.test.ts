import { createHmac } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { credentialsOf, startTestApi } from './test-api.ts';
import { type Sent, send, sha256, sign as signFor, withAnother, withHeader, without } from './test-request.ts';

let now: () => number = Date.now;
const api = await startTestApi({ now: () => now() });
afterAll(() => api[Symbol.asyncDispose]());
beforeEach(() => {
  now = Date.now;
  api.forget();
});

const ann = credentialsOf('us-east-1:ann', Date.now() + 30 * 24 * 3_600_000);
const bob = credentialsOf('us-east-1:bob');
const statusOf = async (sent: Sent) => (await send(api, sent)).status;
const minute = 60_000;
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const basic = (time: number) => new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '');

interface Presigning {
  readonly at?: number;
  readonly parameters?: Readonly<Record<string, string | undefined>>;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly body?: string;
  /** Behind the signature, which is not of it. */
  readonly more?: string;
}

/** A request that is signed in its query, wrongly if told so. */
const presigned = ({
  at = Date.now(),
  parameters = {},
  headers = {},
  method = 'GET',
  body = '',
  more = '',
  query = '',
}: Presigning = {}): Sent => {
  const scope = `${basic(at).slice(0, 8)}/us-east-1/execute-api/aws4_request`;
  const given: Record<string, string | undefined> = {
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${ann.accessKeyId}/${scope}`,
    'X-Amz-Date': basic(at),
    'X-Amz-Expires': '60',
    'X-Amz-Security-Token': ann.sessionToken,
    'X-Amz-SignedHeaders': ['host', ...Object.keys(headers)].sort().join(';'),
    ...parameters,
  };
  const pairs = Object.entries(given)
    .filter((pair): pair is [string, string] => pair[1] !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const canonicalQuery = [...pairs, ...(query === '' ? [] : [query])].sort().join('&');
  const all: Readonly<Record<string, string>> = { host: api.host, ...headers };
  const names = (given['X-Amz-SignedHeaders'] ?? '').split(';');
  const canonical = [
    method,
    '/notes',
    canonicalQuery,
    ...names.map((name) => `${name}:${all[name]}`),
    '',
    names.join(';'),
    sha256(body),
  ].join('\n');
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${ann.secretAccessKey}`);
  const signature = hmac(key, `AWS4-HMAC-SHA256\n${basic(at)}\n${scope}\n${sha256(canonical)}`).toString('hex');
  const path = `/notes?${[...pairs, ...(query === '' ? [] : [query])].join('&')}&X-Amz-Signature=${signature}${more}`;
  return { method, path, body, headers: Object.entries(all).flat() };
};

describe('a request that is signed in its query', () => {
  test('speaks for its credentials', async () => {
    expect(await statusOf(presigned())).toBe(200);
    expect(api.responses).toMatchObject([{ identityId: 'us-east-1:ann', path: '/notes' }]);
    expect(await statusOf(presigned({ query: 'limit=1', headers: { 'x-tag': 'a' } }))).toBe(200);
    expect(api.invocations.at(-1)?.event.queryStringParameters).toMatchObject({ limit: '1' });
    expect(await statusOf(presigned({ method: 'POST', body: '{}' }))).toBe(200);
  });

  test('is good for as long as it says, and not before its time', async () => {
    const begin = Math.floor(Date.now() / 1000) * 1000;
    for (const [seconds, allowed] of [
      // Five minutes are due to clocks that differ, whatever it says.
      ['1', 5 * minute],
      ['600', 10 * minute],
      ['604800', 7 * 24 * 60 * minute],
    ] as const) {
      const sent = presigned({ at: begin, parameters: { 'X-Amz-Expires': seconds } });
      for (const [at, status] of [
        [begin - 5 * minute, 200],
        [begin - 5 * minute - 1000, 403],
        [begin + allowed, 200],
        [begin + allowed + 1000, 403],
      ] as const) {
        now = () => at;
        expect([at - begin, await statusOf(sent)]).toEqual([at - begin, status]);
      }
      now = Date.now;
    }
  });

  test.each<[string, Presigning]>([
    ...[
      'X-Amz-Algorithm',
      'X-Amz-Credential',
      'X-Amz-Date',
      'X-Amz-Expires',
      'X-Amz-Security-Token',
      'X-Amz-SignedHeaders',
    ].flatMap((name): [string, Presigning][] => [
      [`no ${name}`, { parameters: { [name]: undefined } }],
      [`an empty ${name}`, { parameters: { [name]: '' } }],
      [`another ${name} besides`, { more: `&${name}=x` }],
      [`another ${name} besides, escaped`, { more: `&${name.replaceAll('-', '%2D')}=x` }],
    ]),
    ['another signature besides', { more: `&X-Amz-Signature=${'0'.repeat(64)}` }],
    ['a parameter that is not signed', { more: '&limit=1' }],
    ['another algorithm', { parameters: { 'X-Amz-Algorithm': 'AWS4-HMAC-SHA512' } }],
    [
      'another service',
      {
        parameters: {
          'X-Amz-Credential': `${ann.accessKeyId}/${basic(Date.now()).slice(0, 8)}/us-east-1/s3/aws4_request`,
        },
      },
    ],
    [
      'another day',
      { parameters: { 'X-Amz-Credential': `${ann.accessKeyId}/20200101/us-east-1/execute-api/aws4_request` } },
    ],
    [
      'another’s key',
      {
        parameters: {
          'X-Amz-Credential': `${bob.accessKeyId}/${basic(Date.now()).slice(0, 8)}/us-east-1/execute-api/aws4_request`,
        },
      },
    ],
    ['another’s token', { parameters: { 'X-Amz-Security-Token': bob.sessionToken } }],
    ['no time', { parameters: { 'X-Amz-Date': '20261332T000000Z' } }],
    ['no time to live', { parameters: { 'X-Amz-Expires': '0' } }],
    ['a negative time to live', { parameters: { 'X-Amz-Expires': '-60' } }],
    ['more than seven days', { parameters: { 'X-Amz-Expires': '604801' } }],
    ['a time to live that is no number', { parameters: { 'X-Amz-Expires': 'NaN' } }],
    ['host not signed', { parameters: { 'X-Amz-SignedHeaders': 'x-tag' }, headers: { 'x-tag': 'a' } }],
  ])('is refused with %s', async (_, presigning) => {
    expect(await statusOf(presigned(presigning))).toBe(403);
    expect(api.invocations).toEqual([]);
  });

  test.each<[string, () => Sent]>([
    [
      'an altered signature',
      () => ({ ...presigned(), path: presigned().path.replace(/.$/, (c) => (c === '0' ? '1' : '0')) }),
    ],
    [
      'another method',
      () => ({ ...presigned(), method: 'DELETE', path: presigned().path.replace('/notes', '/notes/1') }),
    ],
    ['an altered body', () => ({ ...presigned({ method: 'POST', body: '{}' }), body: '{"a":1}' })],
    ['a token in a header, too', () => withAnother(presigned(), 'x-amz-security-token', ann.sessionToken)],
    ['an x-amz- header that is not signed', () => withAnother(presigned(), 'x-amz-content-sha256', 'UNSIGNED-PAYLOAD')],
    [
      'a signature in a header, too',
      () => withAnother(presigned(), 'authorization', signFor(api, ann).headers.at(-1) ?? ''),
    ],
    ['a good header, and a parameter of a signature', () => signFor(api, ann, { path: '/notes?X-Amz-Expires=60' })],
    ['a signed header that is another', () => withHeader(presigned({ headers: { 'x-tag': 'a' } }), 'x-tag', 'b')],
  ])('is refused with %s', async (_, sent) => {
    expect(await statusOf(sent())).toBe(403);
    expect(api.invocations).toEqual([]);
  });
});

describe('a request that is dated by Date alone', () => {
  /** Signed with its date under another name. */
  const dated = (value: string, { at = Date.now(), signed = true } = {}): Sent => {
    const headers: Readonly<Record<string, string>> = {
      host: api.host,
      date: value,
      'x-amz-security-token': ann.sessionToken,
    };
    const names = Object.keys(headers)
      .filter((name) => signed || name !== 'date')
      .sort();
    const scope = `${basic(at).slice(0, 8)}/us-east-1/execute-api/aws4_request`;
    const canonical = [
      'GET',
      '/notes',
      '',
      ...names.map((name) => `${name}:${headers[name]}`),
      '',
      names.join(';'),
      sha256(''),
    ].join('\n');
    const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${ann.secretAccessKey}`);
    const signature = hmac(key, `AWS4-HMAC-SHA256\n${basic(at)}\n${scope}\n${sha256(canonical)}`).toString('hex');
    const authorization = `AWS4-HMAC-SHA256 Credential=${ann.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
    return { method: 'GET', path: '/notes', body: '', headers: Object.entries({ ...headers, authorization }).flat() };
  };
  const at = Math.floor(Date.now() / 1000) * 1000;

  test('is taken in either form', async () => {
    expect(await statusOf(dated(basic(at), { at }))).toBe(200);
    expect(await statusOf(dated(new Date(at).toUTCString(), { at }))).toBe(200);
  });

  test('is dated by X-Amz-Date where there is one', async () => {
    expect(await statusOf(withAnother(signFor(api, ann), 'date', 'yesterday'))).toBe(200);
    const old = { at: at - 10 * minute };
    expect(await statusOf(withAnother(signFor(api, ann, old), 'date', new Date(at).toUTCString()))).toBe(403);
  });

  test.each([
    ['is not signed', () => dated(basic(at), { at, signed: false })],
    ['is there twice', () => withAnother(dated(basic(at), { at }), 'date', basic(at))],
    ['is six minutes old', () => dated(basic(at - 6 * minute), { at: at - 6 * minute })],
    ['is none', () => without(dated(basic(at), { at }), 'date')],
    ['is of another form', () => dated(new Date(at).toISOString(), { at })],
    [
      'is of another day of the week',
      () =>
        dated(
          new Date(at).toUTCString().replace(/^\w+/, (day) => (day === 'Mon' ? 'Tue' : 'Mon')),
          { at },
        ),
    ],
    ['is of no such day', () => dated('Tue, 31 Nov 2026 00:00:00 GMT', { at })],
  ])('is refused where it %s', async (_, sent) => {
    expect(await statusOf(sent())).toBe(403);
    expect(api.invocations).toEqual([]);
  });
});

describe('a header', () => {
  test.each(['connection', 'keep-alive', 'te', 'upgrade', 'proxy-authorization', 'proxy-connection'])(
    'of the connection is not to be signed: %s',
    async (name) => {
      const value = name === 'connection' ? 'keep-alive' : 'x';
      expect(await statusOf(signFor(api, ann, { headers: { [name]: value } }))).toBe(403);
      expect(api.invocations).toEqual([]);
    },
  );

  test.each(['a\tb', 'a \t  b', '\t a  b ', 'a\t\tb'])('is signed with single spaces: %j', async (value) => {
    expect(await statusOf(withHeader(signFor(api, ann, { headers: { 'x-tag': 'a b' } }), 'x-tag', value))).toBe(200);
  });
});
