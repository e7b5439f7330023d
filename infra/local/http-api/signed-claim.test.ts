import { createHmac } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { causeNamed } from '../why/test-causes.ts';
import { describeCause } from './signature-refused.ts';
import { parseClaim } from './signed-claim.ts';
import { issueCredentials, startTestApi } from './test-api.ts';
import { hashSha256, omitHeader, type Sent, send, sign as signFor, withAnother, withHeader } from './test-request.ts';

let now: () => number = Date.now;
const api = await startTestApi({ now: () => now() });
afterAll(() => api[Symbol.asyncDispose]());
beforeEach(() => {
  now = Date.now;
  api.forget();
});

const ann = issueCredentials('us-east-1:ann', Date.now() + 30 * 24 * 3_600_000);
const bob = issueCredentials('us-east-1:bob');
const sendForStatus = async (sent: Sent) => (await send(api, sent)).status;
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
  /** Appended after the signature, which does not cover it. */
  readonly more?: string;
}

/** Creates a request that is signed in its query, with whatever mistakes are asked for. */
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
    hashSha256(body),
  ].join('\n');
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${ann.secretAccessKey}`);
  const signature = hmac(key, `AWS4-HMAC-SHA256\n${basic(at)}\n${scope}\n${hashSha256(canonical)}`).toString('hex');
  const path = `/notes?${[...pairs, ...(query === '' ? [] : [query])].join('&')}&X-Amz-Signature=${signature}${more}`;
  return { method, path, body, headers: Object.entries(all).flat() };
};

const twice = 'a parameter of the signature occurs more than once';

describe('a request that is signed in its query', () => {
  test('acts as the identity behind its credentials', async () => {
    expect(await sendForStatus(presigned())).toBe(200);
    expect(api.responses).toMatchObject([{ identityId: 'us-east-1:ann', path: '/notes' }]);
    expect(await sendForStatus(presigned({ query: 'limit=1', headers: { 'x-tag': 'a' } }))).toBe(200);
    expect(api.invocations.at(-1)?.event.queryStringParameters).toMatchObject({ limit: '1' });
    expect(await sendForStatus(presigned({ method: 'POST', body: '{}' }))).toBe(200);
  });

  test('is valid for as long as it says, and not before its date, give or take five minutes', async () => {
    const begin = Math.floor(Date.now() / 1000) * 1000;
    for (const [seconds, allowed] of [
      // Clocks may differ by five minutes, whatever the claim says.
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
        expect([at - begin, await sendForStatus(sent)]).toEqual([at - begin, status]);
      }
      now = Date.now;
    }
  });

  test.each<[string, string, Presigning]>([
    ...[
      'X-Amz-Algorithm',
      'X-Amz-Credential',
      'X-Amz-Date',
      'X-Amz-Expires',
      'X-Amz-Security-Token',
      'X-Amz-SignedHeaders',
    ].flatMap((name): [string, string, Presigning][] => [
      [`no ${name}`, `${name} is missing or malformed`, { parameters: { [name]: undefined } }],
      [`an empty ${name}`, `${name} is missing or malformed`, { parameters: { [name]: '' } }],
      [`a second ${name}`, twice, { more: `&${name}=x` }],
      [`a second ${name}, escaped`, twice, { more: `&${name.replaceAll('-', '%2D')}=x` }],
    ]),
    [
      'a second signature',
      'a parameter of the signature occurs more than once',
      { more: `&X-Amz-Signature=${'0'.repeat(64)}` },
    ],
    ['a parameter that is not signed', 'the signature does not match', { more: '&limit=1' }],
    [
      'another algorithm',
      'X-Amz-Algorithm is missing or malformed',
      { parameters: { 'X-Amz-Algorithm': 'AWS4-HMAC-SHA512' } },
    ],
    [
      'another service',
      'the scope has a wrong date, region, service or end',
      {
        parameters: {
          'X-Amz-Credential': `${ann.accessKeyId}/${basic(Date.now()).slice(0, 8)}/us-east-1/s3/aws4_request`,
        },
      },
    ],
    [
      'another day',
      'the scope has a wrong date, region, service or end',
      { parameters: { 'X-Amz-Credential': `${ann.accessKeyId}/20200101/us-east-1/execute-api/aws4_request` } },
    ],
    [
      'another user’s access key',
      'the session token belongs to another access key',
      {
        parameters: {
          'X-Amz-Credential': `${bob.accessKeyId}/${basic(Date.now()).slice(0, 8)}/us-east-1/execute-api/aws4_request`,
        },
      },
    ],
    [
      'another user’s token',
      'the session token belongs to another access key',
      { parameters: { 'X-Amz-Security-Token': bob.sessionToken } },
    ],
    ['a date that does not exist', 'X-Amz-Date is not a time', { parameters: { 'X-Amz-Date': '20261332T000000Z' } }],
    ['a time to live of 0', 'X-Amz-Expires is missing or malformed', { parameters: { 'X-Amz-Expires': '0' } }],
    ['a negative time to live', 'X-Amz-Expires is missing or malformed', { parameters: { 'X-Amz-Expires': '-60' } }],
    ['more than seven days', 'X-Amz-Expires is longer than seven days', { parameters: { 'X-Amz-Expires': '604801' } }],
    [
      'a time to live that is not a number',
      'X-Amz-Expires is missing or malformed',
      { parameters: { 'X-Amz-Expires': 'NaN' } },
    ],
    [
      'host not signed',
      'host is not signed',
      { parameters: { 'X-Amz-SignedHeaders': 'x-tag' }, headers: { 'x-tag': 'a' } },
    ],
  ])('is refused with %s: %s', async (_, reason, presigning) => {
    expect(await sendForStatus(presigned(presigning))).toBe(403);
    expect(api.responses[0]?.refused).toBe(reason);
    expect(api.explanations).toMatchObject([{ cause: expect.stringMatching(causeNamed[reason] ?? reason) }]);
    expect(api.invocations).toEqual([]);
  });

  test.each<[string, string, () => Sent]>([
    [
      'an altered signature',
      'the signature does not match',
      () => ({ ...presigned(), path: presigned().path.replace(/.$/, (c) => (c === '0' ? '1' : '0')) }),
    ],
    [
      'another method',
      'the signature does not match',
      () => ({ ...presigned(), method: 'DELETE', path: presigned().path.replace('/notes', '/notes/1') }),
    ],
    [
      'an altered body',
      'the signature does not match',
      () => ({ ...presigned({ method: 'POST', body: '{}' }), body: '{"a":1}' }),
    ],
    [
      'a second token, in a header',
      'there are two session tokens',
      () => withAnother(presigned(), 'x-amz-security-token', ann.sessionToken),
    ],
    [
      'an x-amz- header that is not signed',
      'x-amz-content-sha256 is not signed',
      () => withAnother(presigned(), 'x-amz-content-sha256', 'UNSIGNED-PAYLOAD'),
    ],
    [
      'a second signature, in a header',
      'there is a signature in the query, too',
      () => withAnother(presigned(), 'authorization', signFor(api, ann).headers.at(-1) ?? ''),
    ],
    [
      'a valid Authorization header, and a signature parameter in the query',
      'there is a signature in the query, too',
      () => signFor(api, ann, { path: '/notes?X-Amz-Expires=60' }),
    ],
    [
      'an altered signed header',
      'the signature does not match',
      () => withHeader(presigned({ headers: { 'x-tag': 'a' } }), 'x-tag', 'b'),
    ],
  ])('is refused with %s: %s', async (_, reason, sent) => {
    expect(await sendForStatus(sent())).toBe(403);
    expect(api.responses[0]?.refused).toBe(reason);
    expect(api.explanations).toMatchObject([{ cause: expect.stringMatching(causeNamed[reason] ?? reason) }]);
    expect(api.invocations).toEqual([]);
  });
});

describe('a request that is dated only by Date', () => {
  /** Creates a request signed with Date in place of X-Amz-Date. */
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
      hashSha256(''),
    ].join('\n');
    const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${ann.secretAccessKey}`);
    const signature = hmac(key, `AWS4-HMAC-SHA256\n${basic(at)}\n${scope}\n${hashSha256(canonical)}`).toString('hex');
    const authorization =
      `AWS4-HMAC-SHA256 Credential=${ann.accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, ` +
      `Signature=${signature}`;
    return { method: 'GET', path: '/notes', body: '', headers: Object.entries({ ...headers, authorization }).flat() };
  };
  const at = Math.floor(Date.now() / 1000) * 1000;

  test('is accepted in either format', async () => {
    expect(await sendForStatus(dated(basic(at), { at }))).toBe(200);
    expect(await sendForStatus(dated(new Date(at).toUTCString(), { at }))).toBe(200);
  });

  test('is dated by X-Amz-Date instead if it has one', async () => {
    expect(await sendForStatus(withAnother(signFor(api, ann), 'date', 'yesterday'))).toBe(200);
    const old = { at: at - 10 * minute };
    expect(await sendForStatus(withAnother(signFor(api, ann, old), 'date', new Date(at).toUTCString()))).toBe(403);
  });

  test.each<[string, string, () => Sent]>([
    ['is not signed', 'date is not signed', () => dated(basic(at), { at, signed: false })],
    ['is there twice', 'date occurs more than once', () => withAnother(dated(basic(at), { at }), 'date', basic(at))],
    [
      'is six minutes old',
      'the clocks are more than five minutes apart, or the signature has expired',
      () => dated(basic(at - 6 * minute), { at: at - 6 * minute }),
    ],
    ['is missing', 'the request has no valid date', () => omitHeader(dated(basic(at), { at }), 'date')],
    ['is in another format', 'the request has no valid date', () => dated(new Date(at).toISOString(), { at })],
    [
      'has the wrong day of the week',
      'the request has no valid date',
      () =>
        dated(
          new Date(at).toUTCString().replace(/^\w+/, (day) => (day === 'Mon' ? 'Tue' : 'Mon')),
          { at },
        ),
    ],
    ['does not exist', 'the request has no valid date', () => dated('Tue, 31 Nov 2026 00:00:00 GMT', { at })],
  ])('is refused if its date %s: %s', async (_, reason, sent) => {
    expect(await sendForStatus(sent())).toBe(403);
    expect(api.responses[0]?.refused).toBe(reason);
    expect(api.explanations).toMatchObject([{ cause: expect.stringMatching(causeNamed[reason] ?? reason) }]);
    expect(api.invocations).toEqual([]);
  });
});

describe('a header', () => {
  test.each([
    'connection',
    'keep-alive',
    'te',
    'upgrade',
    'proxy-authenticate',
    'proxy-authorization',
    'proxy-connection',
  ])('that belongs to the connection must not be signed: %s', async (name) => {
    const value = name === 'connection' ? 'keep-alive' : 'x';
    expect(await sendForStatus(signFor(api, ann, { headers: { [name]: value } }))).toBe(403);
    expect(api.responses[0]?.refused).toBe('a hop-by-hop header is signed');
    expect(api.explanations).toMatchObject([
      { cause: expect.stringContaining(`${name} is signed, but it is a hop-by-hop header`) },
    ]);
    expect(api.invocations).toEqual([]);
  });

  test.each(['a\tb', 'a \t  b', '\t a  b ', 'a\t\tb'])('counts with its white space collapsed: %j', async (value) => {
    expect(await sendForStatus(withHeader(signFor(api, ann, { headers: { 'x-tag': 'a b' } }), 'x-tag', value))).toBe(
      200,
    );
  });
});

describe('a claim', () => {
  const claim = (rawHeaders: readonly string[], query = '') =>
    parseClaim({ method: 'GET', target: { path: '/', query }, rawHeaders }).match(({ time }) => time, describeCause);
  const authorization = `AWS4-HMAC-SHA256 Credential=${'A'.repeat(20)}/scope, SignedHeaders=host, Signature=${'0'.repeat(64)}`;
  const at = Date.UTC(2026, 10, 23, 5, 24, 0);

  test.each(['authorization', 'host', 'x-amz-date', 'x-amz-security-token', 'x-amz-content-sha256'])(
    'is refused if %s occurs twice, in whatever case',
    (name) => {
      expect(claim([name, 'a', name.toUpperCase(), 'b'])).toBe(`${name} occurs more than once`);
    },
  );

  test.each([
    ['20261123T052400Z', at],
    ['x20261123T052400Z', undefined],
    ['20261123T052400Zx', undefined],
    ['20261123T052400Z\n20261123T052400Z', undefined],
    ['2026-11-23T05:24:00Z', undefined],
    ['20261131T052400Z', undefined],
  ])('is parsed only if X-Amz-Date is a time: %s', (date, time) => {
    // `Date.parse` reads the 31st of November as the 1st of December.
    const expected = time ?? 'the request has no valid date';
    expect(claim(['authorization', authorization, 'x-amz-date', date])).toBe(expected);
  });

  test.each([
    ['Mon, 23 Nov 2026 05:24:00 GMT', at],
    ['20261123T052400Z', at],
    ['xMon, 23 Nov 2026 05:24:00 GMT', undefined],
    ['Mon, 23 Nov 2026 05:24:00 GMTx', undefined],
    ['Mon, 23 Nov 2026 05:24:00 UTC', undefined],
    ['Tue, 23 Nov 2026 05:24:00 GMT', undefined],
    ['', undefined],
  ])('is parsed only if Date is a time: %s', (date, time) => {
    const expected = time ?? 'the request has no valid date';
    expect(claim(['authorization', authorization, 'date', date])).toBe(expected);
  });

  test('is refused if Date occurs twice, unless there is an X-Amz-Date', () => {
    const dates = ['date', 'yesterday', 'date', 'today'];
    expect(claim(['authorization', authorization, ...dates])).toBe('date occurs more than once');
    expect(claim(['authorization', authorization, ...dates, 'x-amz-date', '20261123T052400Z'])).toBe(at);
  });

  const good = {
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `${'A'.repeat(20)}/scope`,
    'X-Amz-Date': '20261123T052400Z',
    'X-Amz-Expires': '60',
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Security-Token': 'token',
    'X-Amz-Signature': '0'.repeat(64),
  };
  const formatQuery = (parameters: object) =>
    Object.entries(parameters)
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      .join('&');

  test('in the query is parsed only if it is complete', () => {
    expect(claim([], formatQuery(good))).toBe(at);
    expect(claim([], `a&${formatQuery(good)}&b=`)).toBe(at);
    expect(claim([])).toBe('there is no Authorization header');
    for (const [name, value] of Object.entries(good)) {
      const malformed = `${name} is missing or malformed`;
      const { [name as keyof typeof good]: _, ...others } = good;
      expect(claim([], formatQuery(others))).toBe(malformed);
      expect(claim([], `${formatQuery(others)}&${name}`)).toBe(malformed);
      for (const wrong of [`\n${value}`, `${value}\n`])
        expect(claim([], formatQuery({ ...good, [name]: wrong }))).toBe(malformed);
      expect(claim([], `${formatQuery(good)}&${name}=x`)).toBe(twice);
      expect(claim([], `${formatQuery(good)}&${name}`)).toBe(twice);
    }
  });
});
