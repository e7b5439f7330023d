import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { issueCredentials, startTestApi } from '../http-api/test-api.ts';
import {
  findHeader,
  hashSha256,
  type Sent,
  type Signing,
  send,
  sign as signFor,
  withHeader,
} from '../http-api/test-request.ts';

const ann = issueCredentials('us-east-1:ann');
const bob = issueCredentials('us-east-1:bob');
const api = await startTestApi({}, undefined, [{ accessKeyId: bob.accessKeyId, secret: bob.secretAccessKey }]);
afterAll(() => api[Symbol.asyncDispose]());
beforeEach(() => api.forget());

const sign = (signing: Signing = {}) => signFor(api, ann, signing);
const sendForExplanation = async (sent: Sent) => {
  expect(await send(api, sent)).toMatchObject({ status: 403, body: '{"message":"Forbidden"}' });
  const [explanation] = api.explanations;
  if (explanation === undefined) throw new Error('Nothing was explained.');
  return explanation;
};
const formatText = (explanation: unknown): string => JSON.stringify(explanation);
const asSent = (sent: Sent, more: Partial<Sent>): Sent => ({ ...sent, ...more });
const post = (body: string, headers: Signing['headers'] = {}) => sign({ method: 'POST', body, headers });
const json = { 'content-type': 'application/json' };

describe('the cause of a signature that does not match is certain if', () => {
  test.each<[name: string, kind: string, cause: RegExp, sent: () => Sent]>([
    ['another method was signed', 'method', /method was GET/, () => asSent(sign(), { method: 'POST' })],
    [
      'the path was encoded once',
      'path',
      /path was encoded once, where Signature Version 4 encodes it twice/,
      // `sign` encodes the path once more, so it gets it decoded.
      () => asSent(sign({ path: '/notes/a b' }), { path: '/notes/a%20b' }),
    ],
    [
      'other escapes were sent than signed',
      'path',
      /other escapes than those sent/,
      () => asSent(sign({ path: '/notes/%C3%A9' }), { path: '/notes/%c3%a9' }),
    ],
    [
      'the path was signed with a stage before it',
      'path',
      /began with \/prod/,
      () => asSent(sign({ path: '/prod/notes' }), { path: '/notes' }),
    ],
    ['the query was added', 'query', /query was left out/, () => asSent(sign(), { path: '/notes?limit=1' })],
    [
      'the query was not sorted',
      'query',
      /in the order and with the escapes/,
      () => sign({ path: '/notes?limit=1&after=2' }),
    ],
    [
      'a space was signed as +',
      'query',
      /spaces in the query were signed as \+/,
      () => sign({ path: '/notes?a=1%202', canonicalQuery: 'a=1+2' }),
    ],
    [
      'host was signed without its port',
      'host',
      /host was signed without its port/,
      () => withHeader(sign({ headers: { host: '127.0.0.1' } }), 'host', api.host),
    ],
    [
      'a proxy replaced the host by its own',
      'host',
      new RegExp(`host was ${api.host.replaceAll('.', '\\.')} when it was signed`),
      () => withHeader(sign(), 'host', 'proxy.example.com'),
    ],
    [
      'localhost was signed',
      'host',
      /host was localhost:\d+ when it was signed/,
      () => withHeader(sign({ headers: { host: api.host.replace('127.0.0.1', 'localhost') } }), 'host', api.host),
    ],
    [
      'a proxy changed accept-encoding',
      'header',
      /accept-encoding was "gzip, deflate, br" when it was signed/,
      () => withHeader(sign({ headers: { 'accept-encoding': 'gzip, deflate, br' } }), 'accept-encoding', 'gzip;q=1'),
    ],
    [
      'a charset was added to the type',
      'header',
      /content-type was "application\/json" when it was signed/,
      () => withHeader(post('{}', json), 'content-type', 'application/json; charset=utf-8'),
    ],
    [
      'white space was signed without being collapsed',
      'header',
      /signed with the spaces that it was sent with/,
      () => sign({ headers: { 'x-tag': 'a  b' } }),
    ],
    [
      'the body was not signed',
      'body',
      /signed without its body/,
      () => asSent(sign({ method: 'POST' }), { body: '{}' }),
    ],
    [
      'the body was signed as UNSIGNED-PAYLOAD, without a header that says so',
      'body',
      /UNSIGNED-PAYLOAD, but no header says so/,
      () => sign({ method: 'POST', body: '{}', payloadHash: 'UNSIGNED-PAYLOAD' }),
    ],
    [
      'the body was serialized again',
      'body',
      /same JSON in another form/,
      () => asSent(post('{"a":1}', json), { body: '{ "a": 1 }' }),
    ],
    [
      'a line ending was added to the body',
      'body',
      /white space was added to the end/,
      () => asSent(post('a'), { body: 'a\n' }),
    ],
    [
      'the session token was added after signing',
      'token',
      /named among the signed headers, but was added after signing/,
      () => {
        const sent = sign({ signedHeaders: ['host', 'x-amz-date'] });
        const names = 'SignedHeaders=host;x-amz-date;x-amz-security-token';
        return withHeader(
          sent,
          'authorization',
          findHeader(sent, 'authorization').replace(/SignedHeaders=[^,]+/, names),
        );
      },
    ],
    [
      'the secret is another key’s',
      'key',
      /secret key is that of ASIA\w+, not that of/,
      () => sign({ secret: bob.secretAccessKey }),
    ],
    ['the secret has a line end', 'key', /ends with a line break/, () => sign({ secret: `${ann.secretAccessKey}\n` })],
    ['the secret is empty', 'key', /secret key is empty/, () => sign({ secret: '' })],
    [
      'two things differ',
      'path',
      /path was encoded once.*; and host was signed without its port/,
      () =>
        withHeader(
          asSent(sign({ path: '/notes/a b', headers: { host: '127.0.0.1' } }), { path: '/notes/a%20b' }),
          ...(['host', api.host] as const),
        ),
    ],
  ])('%s', async (_, part, cause, sent) => {
    const explanation = await sendForExplanation(sent());
    expect(explanation).toMatchObject({
      kind: `Signature.SignatureMismatch.${part}`,
      cause: expect.stringMatching(/^This is certain: /),
      sections: expect.arrayContaining([
        { title: 'Canonical request, as this API reads it', lines: expect.any(Array) },
        { title: 'String to sign, as it was signed', lines: expect.any(Array) },
      ]),
    });
    expect(explanation.cause).toMatch(cause);
    expect(explanation.advice).not.toBe('');
  });

  test('the scope differs from the one that was signed', async () => {
    const other = sign({ scope: { region: 'eu-west-1' } });
    const sent = withHeader(
      other,
      'authorization',
      findHeader(other, 'authorization').replace('eu-west-1', 'us-east-1'),
    );
    expect((await sendForExplanation(sent)).cause).toMatch(/what was signed names \d+\/eu-west-1\/execute-api/);
  });
});

test('the first difference is marked', async () => {
  const { sections } = await sendForExplanation(asSent(sign({ path: '/notes/a b' }), { path: '/notes/a%20b' }));
  expect(sections[0]).toEqual({
    title: 'First difference',
    lines: ['here    /notes/a%2520b', 'signed  /notes/a%20b', '                  ^'],
  });
});

test('a cause that cannot be known is said to be unknown, with what was ruled out', async () => {
  const explanation = await sendForExplanation(sign({ secret: 'of somewhere else' }));
  expect(explanation).toMatchObject({
    kind: 'Signature.SignatureMismatch',
    cause: expect.stringMatching(/over something else, or made with another secret key: none of \d+ usual differences/),
  });
  expect(explanation.sections.at(-1)?.lines).toContain('the method was POST when the request was signed');
});

test('an explanation says whether the signature is right except for the cause', async () => {
  for (const [sent, rest] of [
    [sign({ at: Date.now() - 600_000 }), /otherwise valid/],
    [sign({ scope: { region: 'eu-west-1' } }), /otherwise valid/],
    [sign({ scope: { region: 'eu-west-1' }, secret: 'x' }), /does not match either/],
  ] as const) {
    api.forget();
    expect((await sendForExplanation(sent)).sections.at(-1)?.lines[0]).toMatch(rest);
  }
});

test('no explanation contains a secret, a token, a signature or content', async () => {
  const secretHeaders = { 'x-api-key': 'the-api-key-of-ann', cookie: 'the-cookie-of-ann' };
  const content = 'the content of the note';
  const body = JSON.stringify({ content });
  const all = [
    post(body, secretHeaders),
    asSent(post(body, secretHeaders), { body: `${body} ` }),
    withHeader(post(body, secretHeaders), 'host', 'proxy.example.com'),
    sign({ secret: 'x', headers: secretHeaders }),
    sign({ secret: bob.secretAccessKey, headers: secretHeaders }),
    sign({ at: Date.now() - 600_000, headers: secretHeaders }),
    signFor(api, { ...ann, sessionToken: bob.sessionToken }, { headers: secretHeaders }),
    asSent(sign({ headers: secretHeaders }), { path: `/notes?X%2DAmz-Security-Token=${ann.sessionToken}` }),
  ];
  for (const sent of all) await send(api, sent);
  const text = formatText(api.explanations);
  const signatures = all.map((sent) => findHeader(sent, 'authorization').slice(-64));
  const secrets = [ann.secretAccessKey, bob.secretAccessKey, ann.sessionToken, bob.sessionToken, content];
  for (const secret of [...secrets, ...signatures, ...Object.values(secretHeaders)]) {
    expect(text).not.toContain(secret);
    expect(text).not.toContain(encodeURIComponent(secret));
  }
  expect(text).not.toContain('AWS4-HMAC-SHA256 Credential');
  expect(text).toContain(hashSha256(body));
});
