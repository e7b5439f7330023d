import { execFile } from 'node:child_process';
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { createServer, request as httpRequest, type RequestOptions, type Server } from 'node:http';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { SignatureV4 } from '@smithy/signature-v4';
import aws4 from 'aws4';
import { AwsClient } from 'aws4fetch';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { routes } from '../../../src/lambda/routes.ts';
import { credentialsSealedWith, type Principal, type TemporaryCredentials } from '../credentials.ts';
import { closed, listening } from '../listening.ts';
import { httpApi } from './http-api.ts';

// biome-ignore lint/suspicious/noExplicitAny: the event is what these tests are about
type Invoked = { name: string; event: any };

const region = 'us-east-1';
const credentials = credentialsSealedWith(randomBytes(32));
const principalOf = (identityId: string): Principal => ({
  identityId,
  identityPoolId: 'us-east-1:06d418dd-1111-2222-3333-444455556666',
  amr: ['authenticated'],
});
const hour = 3_600_000;
const ann = credentials.issue(principalOf('us-east-1:ann'), Date.now() + hour);
const bob = credentials.issue(principalOf('us-east-1:bob'), Date.now() + hour);

let server: Server;
let endpoint: string;
let now: () => number = Date.now;
let answer: (event: Invoked['event']) => unknown;
const invoked: Invoked[] = [];
const refusals: (string | undefined)[] = [];
beforeAll(async () => {
  server = createServer(
    httpApi({
      routes,
      credentials,
      region,
      accountId: '123456789012',
      apiId: 'abcdefghij',
      now: () => now(),
      cors: {
        allowOrigins: ['https://notes.example.com'],
        allowMethods: ['GET', 'POST'],
        allowHeaders: ['authorization'],
        exposeHeaders: ['etag'],
        maxAge: 60,
      },
      invoke: async (name, event) => {
        invoked.push({ name, event } as Invoked);
        return answer(event);
      },
      onResponse: ({ refused }) => refusals.push(refused),
    }),
  );
  endpoint = await listening(server, 'the API', 0);
});
afterAll(() => closed(server));
beforeEach(() => {
  invoked.length = 0;
  refusals.length = 0;
  now = Date.now;
  answer = () => ({ statusCode: 200, headers: { 'content-type': 'application/json' }, body: '"done"' });
});

interface Sent {
  readonly method: string;
  readonly path: string;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly body?: string | Buffer;
}

interface Got {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}

/** Sends a request just as it is: nothing is normalised, added or put in order but Connection. */
const send = ({ method, path, headers, body = '' }: Sent): Promise<Got> =>
  new Promise((resolve, reject) => {
    const { port } = new URL(endpoint);
    const length = body.length > 0 ? ['content-length', String(Buffer.byteLength(body))] : [];
    const options = {
      host: '127.0.0.1',
      port,
      method,
      path,
      headers: [...headers, ...length],
      setHost: false,
      agent: false,
    };
    const request = httpRequest(options as RequestOptions, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

interface Signing {
  readonly method?: string;
  readonly path?: string;
  readonly body?: string | Buffer;
  readonly by?: TemporaryCredentials;
  readonly secret?: string;
  readonly at?: number;
  readonly region?: string;
  readonly service?: string;
  readonly terminator?: string;
  readonly scopeDate?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signedHeaders?: readonly string[];
  readonly payloadHash?: string;
}

/** A signer of the tests' own, which does whatever wrong thing it is told to. Paths must be plain. */
const sign = (signing: Signing = {}): Sent => {
  const { method = 'GET', path = '/notes', body = '', by = ann, at = Date.now(), headers: more = {} } = signing;
  const date = new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const headers: Record<string, string> = {
    host: new URL(endpoint).host,
    'x-amz-date': date,
    'x-amz-security-token': by.sessionToken,
    ...more,
  };
  const names = signing.signedHeaders ?? Object.keys(headers).sort();
  const [uri, query = ''] = path.split('?');
  const payloadHash = signing.payloadHash ?? headers['x-amz-content-sha256'] ?? sha256(body);
  const canonical = [
    method,
    uri,
    query,
    ...names.map((name) => `${name}:${headers[name]}`),
    '',
    names.join(';'),
    payloadHash,
  ].join('\n');
  const scope = [
    signing.scopeDate ?? date.slice(0, 8),
    signing.region ?? region,
    signing.service ?? 'execute-api',
    signing.terminator ?? 'aws4_request',
  ];
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${signing.secret ?? by.secretAccessKey}`);
  const signature = hmac(key, `AWS4-HMAC-SHA256\n${date}\n${scope.join('/')}\n${sha256(canonical)}`).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${by.accessKeyId}/${scope.join('/')}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return { method, path, body, headers: [...Object.entries({ ...headers, authorization }).flat()] };
};

const without = (sent: Sent, name: string): Sent => ({
  ...sent,
  headers: sent.headers.filter((_, index) => sent.headers[index - (index % 2)] !== name),
});
const withHeader = (sent: Sent, name: string, value: string): Sent => {
  const { headers } = without(sent, name);
  return { ...sent, headers: [...headers, name, value] };
};
const headerOf = (sent: Sent, name: string): string => sent.headers[sent.headers.indexOf(name) + 1] ?? '';

describe('a signed request', () => {
  test('reaches its function with the identity behind the credentials', async () => {
    expect(await send(sign({ method: 'POST', body: '{"a":1}' }))).toMatchObject({ status: 200, body: '"done"' });
    expect(invoked).toMatchObject([
      {
        name: 'create',
        event: {
          version: '2.0',
          routeKey: 'POST /notes',
          body: '{"a":1}',
          isBase64Encoded: false,
          requestContext: {
            authorizer: { iam: { accessKey: ann.accessKeyId, cognitoIdentity: { identityId: 'us-east-1:ann' } } },
          },
        },
      },
    ]);
  });

  test('does not have to sign its session token', async () => {
    expect((await send(sign({ signedHeaders: ['host', 'x-amz-date'] }))).status).toBe(200);
  });

  test('may leave its payload unsigned where it says so in a signed header', async () => {
    const sent = sign({ method: 'POST', body: 'a', headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } });
    expect((await send({ ...sent, body: 'b' })).status).toBe(200);
  });

  test('may be signed five minutes ago, or five ahead, and no more', async () => {
    now = () => 1_795_410_000_000;
    for (const minutes of [-6, 6]) expect((await send(sign({ at: now() + minutes * 60_000 }))).status).toBe(403);
    for (const minutes of [-5, 5]) expect((await send(sign({ at: now() + minutes * 60_000 }))).status).toBe(200);
  });
});

describe('refused with 403 before any function runs', () => {
  const post = () => sign({ method: 'POST', body: '{"a":1}', headers: { 'content-type': 'application/json' } });
  const expired = credentials.issue(principalOf('us-east-1:ann'), Date.now() - 1);
  const foreign = credentialsSealedWith(randomBytes(32)).issue(principalOf('us-east-1:ann'), Date.now() + hour);
  const flip = (text: string) => `${text.slice(0, -1)}${text.endsWith('0') ? '1' : '0'}`;

  test.each<[string, () => Sent]>([
    ['no signature', () => without(sign(), 'authorization')],
    ['an empty Authorization', () => withHeader(sign(), 'authorization', '')],
    ['another scheme', () => withHeader(sign(), 'authorization', 'Bearer token')],
    [
      'another algorithm',
      () => withHeader(sign(), 'authorization', headerOf(sign(), 'authorization').replace('SHA256', 'SHA512')),
    ],
    [
      'a signature in the query',
      () => ({ ...without(sign(), 'authorization'), path: `/notes?X-Amz-Signature=${'0'.repeat(64)}` }),
    ],
    ['a wrong secret', () => sign({ secret: 'wrong' })],
    ['another user’s secret', () => sign({ secret: bob.secretAccessKey })],
    ['an altered signature', () => withHeader(sign(), 'authorization', flip(headerOf(sign(), 'authorization')))],
    ['an altered body', () => ({ ...post(), body: '{"a":2}' })],
    ['an added body', () => ({ ...sign({ method: 'POST' }), body: 'x' })],
    [
      'an altered body under its old hash',
      () => ({ ...sign({ method: 'POST', body: 'a', headers: { 'x-amz-content-sha256': sha256('a') } }), body: 'b' }),
    ],
    [
      'a hash that is not the body’s',
      () => sign({ method: 'POST', body: 'b', headers: { 'x-amz-content-sha256': sha256('a') } }),
    ],
    ['an altered path', () => ({ ...sign({ path: '/notes/1' }), path: '/notes/2' })],
    ['an altered query', () => ({ ...sign({ path: '/notes?limit=1' }), path: '/notes?limit=2' })],
    ['an added query', () => ({ ...sign(), path: '/notes?limit=2' })],
    ['an altered method', () => ({ ...sign({ path: '/notes/1' }), method: 'DELETE' })],
    ['an altered signed header', () => withHeader(post(), 'content-type', 'text/plain')],
    ['a missing signed header', () => without(post(), 'content-type')],
    ['another host', () => withHeader(sign(), 'host', 'notes.example.com')],
    ['two slashes', () => ({ ...sign({ path: '/notes/1' }), path: '/notes//1' })],
    ['two slashes, signed', () => sign({ path: '/notes//1' })],
    ['dot segments', () => ({ ...sign({ path: '/notes/1' }), path: '/notes/x/../1' })],
    ['dot segments, signed', () => sign({ path: '/notes/x/../1' })],
    ['a single dot', () => sign({ path: '/notes/./1' })],
    ['a dot segment at the end', () => sign({ path: '/notes/..' })],
    ['the absolute form', () => ({ ...sign(), path: `${endpoint}/notes` })],
    ['a clock six minutes slow', () => sign({ at: Date.now() - 360_000 })],
    ['a clock six minutes fast', () => sign({ at: Date.now() + 360_000 })],
    ['yesterday’s scope', () => sign({ scopeDate: '20200101' })],
    ['another region', () => sign({ region: 'eu-west-1' })],
    ['another service', () => sign({ service: 's3' })],
    ['another terminator', () => sign({ terminator: 'aws5_request' })],
    ['no date', () => without(sign(), 'x-amz-date')],
    ['a malformed date', () => withHeader(sign(), 'x-amz-date', '2026-11-23')],
    ['a date that is none', () => withHeader(sign(), 'x-amz-date', '20261323T000000Z')],
    ['expired credentials', () => sign({ by: expired })],
    ['credentials of elsewhere', () => sign({ by: foreign })],
    ['no session token', () => without(sign({ signedHeaders: ['host', 'x-amz-date'] }), 'x-amz-security-token')],
    [
      'another user’s session token',
      () => withHeader(sign({ signedHeaders: ['host', 'x-amz-date'] }), 'x-amz-security-token', bob.sessionToken),
    ],
    ['another user’s session token, signed', () => sign({ by: { ...ann, sessionToken: bob.sessionToken } })],
    [
      'an altered session token',
      () => sign({ by: { ...ann, sessionToken: ann.sessionToken.replace(/^./, (c) => (c === 'A' ? 'B' : 'A')) } }),
    ],
    [
      'two Authorization headers',
      () => ({ ...sign(), headers: [...sign().headers, 'Authorization', headerOf(sign(), 'authorization')] }),
    ],
    ['two dates', () => ({ ...sign(), headers: [...sign().headers, 'X-Amz-Date', '20200101T000000Z'] })],
    [
      'two session tokens',
      () => ({
        ...sign({ signedHeaders: ['host', 'x-amz-date'] }),
        headers: [...sign({ signedHeaders: ['host', 'x-amz-date'] }).headers, 'X-Amz-Security-Token', bob.sessionToken],
      }),
    ],
    [
      'a forged UNSIGNED-PAYLOAD',
      () => ({ ...withHeader(post(), 'x-amz-content-sha256', 'UNSIGNED-PAYLOAD'), body: '{"a":2}' }),
    ],
    [
      'an unsigned UNSIGNED-PAYLOAD',
      () =>
        withHeader(
          sign({ method: 'POST', body: 'a', payloadHash: 'UNSIGNED-PAYLOAD' }),
          'x-amz-content-sha256',
          'UNSIGNED-PAYLOAD',
        ),
    ],
    ['host not signed', () => sign({ signedHeaders: ['x-amz-date', 'x-amz-security-token'] })],
    ['date not signed', () => sign({ signedHeaders: ['host', 'x-amz-security-token'] })],
    ['a header signed twice', () => sign({ signedHeaders: ['host', 'host', 'x-amz-date'] })],
    ['a malformed escape in the query', () => sign({ path: '/notes?a=%zz' })],
  ])('%s', async (_, make) => {
    const { status, body } = await send(make());
    expect({ status, body }).toEqual({ status: 403, body: '{"message":"Forbidden"}' });
    expect(invoked).toEqual([]);
    expect(refusals).toEqual([expect.any(String)]);
  });

  test('nothing of the signature is in what there is to say of a refusal', async () => {
    await send(sign({ secret: 'wrong' }));
    expect(refusals.join()).not.toMatch(/[0-9a-f]{16}|ASIA/);
  });
});

const run = promisify(execFile);
const curl = await run('curl', ['--version']).then(
  ({ stdout }) => /^curl (7\.(?:7[5-9]|[89])|[89]|\d\d)/.test(stdout),
  () => false,
);

describe('signers that know nothing of this verifier', () => {
  const text = fc.string({ unit: 'binary', maxLength: 12 });
  const reserved = fc.string({
    unit: fc.constantFrom(..."azAZ09-._~!'()*+,;:@&=$%#?/[] é中😀"),
    minLength: 1,
    maxLength: 12,
  });
  const segment = fc
    .oneof(
      reserved,
      text.filter((raw) => raw !== ''),
    )
    .filter((raw) => raw !== '.' && raw !== '..');
  const query = fc.array(fc.tuple(fc.oneof(reserved, text), fc.oneof(reserved, text)), { maxLength: 4 });
  const encode = encodeURIComponent;
  const strict = (raw: string) =>
    encode(raw).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const wellFormed = ([, id, pairs]: [string, string, [string, string][]]) =>
    id.isWellFormed() && pairs.every(([name, value]) => name.isWellFormed() && value.isWellFormed() && name !== '');

  const accepted = (sent: () => Promise<Sent>) =>
    sent()
      .then(send)
      .then((got) => {
        expect({ got: got.status, refused: refusals.at(-1) }).toEqual({ got: 200, refused: undefined });
      });
  const request = fc.tuple(text, segment, query).filter((parts) => wellFormed(parts) && parts[0].isWellFormed());

  test('@smithy/signature-v4', async () => {
    const signer = new SignatureV4({
      credentials: {
        accessKeyId: ann.accessKeyId,
        secretAccessKey: ann.secretAccessKey,
        sessionToken: ann.sessionToken,
      },
      region,
      service: 'execute-api',
      sha256: class {
        readonly hash;
        constructor(secret?: unknown) {
          this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Buffer);
        }
        update(data: string | Uint8Array) {
          this.hash.update(data);
        }
        digest = async () => this.hash.digest();
        reset() {}
      },
    });
    await fc.assert(
      fc.asyncProperty(request, ([body, id, pairs]) =>
        accepted(async () => {
          const url = new URL(endpoint);
          const signed = await signer.sign({
            method: 'PUT',
            protocol: 'http:',
            hostname: url.hostname,
            port: Number(url.port),
            path: `/notes/${encode(id)}`,
            query: Object.fromEntries(pairs),
            headers: { host: url.host, 'content-type': 'application/json' },
            body,
          });
          const search = Object.entries(Object.fromEntries(pairs)).map(
            ([name, value]) => `${strict(name)}=${strict(value)}`,
          );
          const path = `/notes/${encode(id)}${search.length > 0 ? `?${search.join('&')}` : ''}`;
          return { method: 'PUT', path, headers: Object.entries(signed.headers).flat(), body };
        }),
      ),
      { numRuns: 200 },
    );
  });

  test('aws4', async () => {
    await fc.assert(
      fc.asyncProperty(request, ([body, id, pairs]) =>
        accepted(async () => {
          const search = pairs.map(([name, value]) => `${strict(name)}=${strict(value)}`).join('&');
          const signed = aws4.sign(
            {
              host: new URL(endpoint).host,
              method: 'PUT',
              path: `/notes/${encode(id)}${search && `?${search}`}`,
              headers: { 'Content-Type': 'application/json' },
              body,
              service: 'execute-api',
              region,
            },
            ann,
          );
          const headers = Object.entries(signed.headers ?? {}).map(([name, value]) => [name, String(value)]);
          return {
            method: 'PUT',
            path: signed.path ?? '',
            headers: headers.filter(([name]) => name !== 'Content-Length').flat(),
            body,
          };
        }),
      ),
      { numRuns: 200 },
    );
  });

  test('aws4fetch', async () => {
    const client = new AwsClient({ ...ann, region, service: 'execute-api', retries: 0 });
    await fc.assert(
      fc.asyncProperty(request, async ([body, id, pairs]) => {
        const search = new URLSearchParams(pairs).toString();
        const response = await client.fetch(`${endpoint}/notes/${encode(id)}${search && `?${search}`}`, {
          method: 'PUT',
          body: body || '-',
        });
        await response.text();
        expect({ got: response.status, refused: refusals.at(-1) }).toEqual({ got: 200, refused: undefined });
      }),
      { numRuns: 200 },
    );
  });

  test.skipIf(!curl)('curl --aws-sigv4, where there is one', async () => {
    const { stdout } = await run('curl', [
      ...[
        '--silent',
        '--aws-sigv4',
        `aws:amz:${region}:execute-api`,
        '--user',
        `${ann.accessKeyId}:${ann.secretAccessKey}`,
      ],
      ...['--header', `x-amz-security-token: ${ann.sessionToken}`, '--header', 'content-type: application/json'],
      ...['--data-binary', '{"content":"žluťoučký 😀"}', `${endpoint}/notes`],
    ]);
    expect({ stdout, refused: refusals.at(-1) }).toEqual({ stdout: '"done"', refused: undefined });
    expect(invoked[0]?.event.body).toBe('{"content":"žluťoučký 😀"}');
  });

  test('any one change to what was signed is refused', async () => {
    const parts = fc.record({
      body: fc.string({ maxLength: 20 }),
      id: fc.stringMatching(/^[a-z0-9]{1,12}$/),
      limit: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(parts, parts, fc.constantFrom('body', 'id', 'limit', 'type'), async (signed, other, changed) => {
        const mixed = { ...signed, ...(changed !== 'type' && { [changed]: other[changed] }) };
        fc.pre(changed === 'type' || signed[changed] !== other[changed]);
        const pathOf = ({ id, limit }: typeof signed) => `/notes/${id}?limit=${limit}`;
        const sent = sign({
          method: 'PUT',
          path: pathOf(signed),
          body: signed.body,
          headers: { 'content-type': 'application/json' },
        });
        expect((await send(sent)).status).toBe(200);
        const altered = { ...sent, path: pathOf(mixed), body: mixed.body };
        expect(
          (await send(changed === 'type' ? withHeader(altered, 'content-type', 'text/plain') : altered)).status,
        ).toBe(403);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the event', () => {
  const eventOf = async (signing: Signing) => {
    expect((await send(sign(signing))).status).toBe(200);
    return invoked.at(-1)?.event;
  };

  test('has decoded parameters, repeated ones joined', async () => {
    const { queryStringParameters, rawQueryString } = await eventOf({ path: '/notes?a=1&a=2&b=%C3%A9' });
    expect({ queryStringParameters, rawQueryString }).toEqual({
      queryStringParameters: { a: '1,2', b: 'é' },
      rawQueryString: 'a=1&a=2&b=%C3%A9',
    });
  });

  test('leaves out what is not there', async () => {
    const event = await eventOf({});
    for (const name of ['body', 'cookies', 'pathParameters', 'queryStringParameters'])
      expect(event).not.toHaveProperty(name);
  });

  test('has a body that is no text, or not UTF-8, as base64', async () => {
    const bytes = Buffer.from([0xc3, 0x28]);
    for (const type of ['application/octet-stream', 'application/json'])
      expect(await eventOf({ method: 'POST', body: bytes, headers: { 'content-type': type } })).toMatchObject({
        body: bytes.toString('base64'),
        isBase64Encoded: true,
      });
  });

  test('takes names like __proto__ for what they are', async () => {
    const { queryStringParameters } = await eventOf({ path: '/notes?__proto__=x&constructor=y' });
    expect(Object.entries(queryStringParameters)).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
  });
});

describe('what the API answers itself', () => {
  test.each([
    ['GET', '/'],
    ['GET', '/note'],
    ['GET', '/notes/'],
    ['GET', '/notes/1/2'],
    ['PATCH', '/notes/1'],
    ['HEAD', '/notes'],
    ['OPTIONS', '/notes'],
    ['GET', '/NOTES'],
  ])('%s %s is no route', async (method, path) => {
    const { status, body } = await send(sign({ method, path }));
    expect({ status, body }).toEqual({ status: 404, body: method === 'HEAD' ? '' : '{"message":"Not Found"}' });
    expect(invoked).toEqual([]);
  });

  test('a body of more than 10 MB is 413, announced or not', async () => {
    const body = Buffer.alloc(10 * 1024 * 1024 + 1, 'a');
    expect(await send(sign({ method: 'POST', body }))).toMatchObject({
      status: 413,
      body: '{"message":"Request Entity Too Large"}',
    });
    expect(invoked).toEqual([]);
  });

  test('preflight of an allowed origin, without a signature', async () => {
    const headers = [
      'origin',
      'https://notes.example.com',
      'access-control-request-method',
      'PUT',
      'host',
      '127.0.0.1',
    ];
    const { status, headers: got } = await send({ method: 'OPTIONS', path: '/notes/1', headers });
    expect(status).toBe(204);
    expect(got).toMatchObject({
      'access-control-allow-origin': 'https://notes.example.com',
      'access-control-allow-methods': 'GET,POST',
      'access-control-allow-headers': 'authorization',
      'access-control-max-age': '60',
    });
    const foreign = await send({
      method: 'OPTIONS',
      path: '/notes/1',
      headers: headers.with(1, 'https://evil.example.com'),
    });
    expect(foreign.headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('CORS on every answer, instead of what the function says of it', async () => {
    answer = () => ({ statusCode: 200, headers: { 'Access-Control-Allow-Origin': '*', ETag: '"x"' }, body: '' });
    const { headers } = await send(withHeader(sign(), 'origin', 'https://notes.example.com'));
    expect(headers).toMatchObject({ 'access-control-allow-origin': 'https://notes.example.com', etag: '"x"' });
    const refused = await send(withHeader(sign({ secret: 'wrong' }), 'origin', 'https://notes.example.com'));
    expect(refused.headers).toMatchObject({ 'access-control-allow-origin': 'https://notes.example.com' });
  });

  test.each([
    ['no status', { a: 1 }, 200, '{"a":1}'],
    ['text', 'hello', 200, 'hello'],
    ['nothing', undefined, 500, '{"message":"Internal Server Error"}'],
    ['a status that is none', { statusCode: 'x' }, 500, '{"message":"Internal Server Error"}'],
    ['a body that is no text', { statusCode: 200, body: { a: 1 } }, 500, '{"message":"Internal Server Error"}'],
    ['a body in base64', { statusCode: 200, body: 'w6k=', isBase64Encoded: true }, 200, 'é'],
    ['204 with a body', { statusCode: 204, body: 'x' }, 204, ''],
  ])('a function that answers with %s', async (_, result, status, body) => {
    answer = () => result;
    expect(await send(sign())).toMatchObject({ status, body });
  });

  test('a function that fails is a 500 that says nothing', async () => {
    answer = () => {
      throw new Error('the cause');
    };
    expect(await send(sign())).toMatchObject({ status: 500, body: '{"message":"Internal Server Error"}' });
  });

  test('a client that goes away in the middle of its request does no harm', async () => {
    const socket = connect(Number(new URL(endpoint).port), '127.0.0.1');
    socket.write(`POST /notes HTTP/1.1\r\nHost: ${new URL(endpoint).host}\r\nContent-Length: 100\r\n\r\nabc`);
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.destroy();
    expect((await send(sign())).status).toBe(200);
  });
});
