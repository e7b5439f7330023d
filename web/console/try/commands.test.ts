import { execFile } from 'node:child_process';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { closeServer, listen } from '../../../infra/local/listen.ts';
import { sendAs } from '../../../infra/local/try/send-as.ts';
import type { TryRequest, TryService } from '../../../infra/local/try/tried.ts';
import { createPerson } from '../../../test/kit/cli/person.ts';
import { config, createFakeFetch } from '../../../test/kit/fake-pools.ts';
import { createClientCode, createCurlCommand, createNotesCommand } from './commands.ts';
import { presets } from './presets.ts';

interface Received {
  readonly method: string;
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Every request that was received, as it arrived. */
const received: Received[] = [];
const server = createServer(async (request, response) => {
  const body = (await buffer(request)).toString('latin1');
  received.push({ method: request.method ?? '', target: request.url ?? '', headers: request.headers, body });
  // A client that waits for the body of an answer to HEAD would wait for good.
  response.writeHead(200, { 'content-length': 2 }).end(request.method === 'HEAD' ? undefined : '{}');
});
let endpoint: string;
beforeAll(async () => {
  endpoint = await listen(server, 'the recorder', 0);
});
beforeEach(() => void received.splice(0));
afterAll(() => closeServer(server));

const run = promisify(execFile);
const hasCurl = await run('curl', ['--version']).then(
  () => true,
  () => false,
);
const keys = { accessKeyId: 'AKIA', secretAccessKey: 'secret', sessionToken: 'token' };
const environment = {
  ...{ AWS_ACCESS_KEY_ID: keys.accessKeyId, AWS_SECRET_ACCESS_KEY: keys.secretAccessKey },
  ...{ AWS_SESSION_TOKEN: keys.sessionToken, PATH: process.env.PATH ?? '' },
};
const shell = async (script: string): Promise<string> =>
  (await run('sh', ['-euc', script], { env: environment, timeout: 20_000 })).stdout;

/** What differs from client to client, and is not what is asked for. */
const ambient: ReadonlySet<string> = new Set([
  ...['authorization', 'x-amz-date', 'x-amz-content-sha256', 'x-amzn-trace-id', 'x-amz-security-token'],
  ...['host', 'connection', 'content-length', 'accept', 'accept-language', 'accept-encoding', 'user-agent'],
  ...['sec-fetch-mode', 'cache-control', 'pragma'],
]);

/** The last request that was received, except for what every client adds in its own way. */
const readLast = ({ headers: given }: TryRequest) => {
  const last = received.splice(0).at(-1);
  const names = new Set(given.map(([name]) => name.toLowerCase()));
  const isShown = (name: string) => !ambient.has(name) || (names.has(name) && !byClient.has(name));
  return {
    ...last,
    headers: Object.fromEntries(Object.entries(last?.headers ?? {}).filter(([name]) => isShown(name))),
  };
};
const byClient: ReadonlySet<string> = new Set(['authorization', 'host', 'x-amz-date', 'x-amz-security-token']);

const sendAsTried = async (request: TryRequest) => {
  await sendAs(request, { endpoint, region: 'us-east-1', credentials: { ...keys, expiration: 0 }, time: Date.now() });
  return readLast(request);
};

const context = (outputs = { path: '.local/outputs.json', isFound: true }) => ({
  ...{ email: "o'neil@example.com", region: 'us-east-1', endpoint, outputs },
});

/** A text that has syntax of shells, of curl and of JSON in it. */
const nasty = `it's "$HOME" \`id\` $(id) \\ \\n !! %41 &amp; <script> [a-b]{c} ü 😀 @x -d`;

const piece = fc.oneof(
  fc.constantFrom(
    'notes',
    '.',
    '..',
    '%2e',
    '%2E.',
    '',
    '{id}',
    '<"a"^`b`|c>',
    "it's",
    '%41%2F',
    'a+b',
    '*()!',
    '\\',
    ':',
  ),
  fc.string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)) }),
);
const path = fc
  .tuple(
    fc.array(piece, { maxLength: 4 }),
    fc.constantFrom('', '?', '?a={b}', "?x=it's&y=a+b%20c&x=", '#top', '?a\\b#c'),
  )
  .map(([pieces, end]) => `/notes/${pieces.join('/')}${end}`);
const header: fc.Arbitrary<readonly [string, string]> = fc.constantFrom(
  ...([
    ['content-type', 'application/json'],
    ['Content-Type', 'text/plain; charset=utf-8'],
    ['Host', 'elsewhere.example.com'],
    ['authorization', 'Basic x'],
    ['X-Amz-Date', '20200101T000000Z'],
    ['x-amz-security-token', 'another'],
    ['x-amz-content-sha256', 'UNSIGNED-PAYLOAD'],
    ['x-amz-meta-a', '1'],
    ['Content-Length', '3'],
    ['connection', 'close'],
    ['expect', '100-continue'],
    ['transfer-encoding', 'chunked'],
    ['te', 'trailers'],
    ['accept', 'text/x'],
    ['user-agent', 'me'],
    ['if-match', '"a  b"'],
    ['x-empty', ''],
    ['x-a', '  padded\t'],
    ['X-A', 'a second'],
    ['x-latin', 'é'],
    ['x-beyond', '€'],
    ['x-control', 'a\u0001b'],
    ['a name', 'x'],
    ['@name', 'x'],
    ['x-nasty', `it's "$HOME" \`id\` $(id) \\n !! -d @x`],
  ] as const),
);
const body = fc.oneof(
  fc.constantFrom('', '{}', '{"a":1}', ' [1] ', '-1', 'no JSON', '@/etc/hostname', '-', '{"a":"\0"}', '\0', '\r\n\n'),
  fc.constantFrom(nasty, JSON.stringify({ content: nasty }), JSON.stringify('x'.repeat(200_000)), 'é'.repeat(70_000)),
);
const createRequests = (...services: readonly TryService[]): fc.Arbitrary<TryRequest> =>
  fc.record({
    service: fc.constantFrom(...services),
    method: fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT', 'get', ''),
    path,
    headers: fc.array(header, { maxLength: 3 }),
    body,
  });
const plain: TryRequest = { service: 'execute-api', method: 'GET', path: '/notes', headers: [], body: '' };
/** Those that were sent otherwise, or not at all. */
const examples: readonly TryRequest[] = [
  { ...plain, method: 'HEAD' },
  { ...plain, method: 'POST' },
  { ...plain, method: 'PUT', headers: [['content-type', 'application/json']] },
  { ...plain, body: '{"a":1}' },
  { ...plain, method: 'DELETE', body: '{}', headers: [['content-type', 'application/json']] },
  { ...plain, method: 'DELETE', body: '{"a":1}', headers: [['content-type', 'application/json']] },
  { ...plain, method: 'POST', body: '{"a":1}' },
  { ...plain, path: '/a/../notes/%2e/x' },
  { ...plain, path: '/notes/{id}?a={b}#c' },
  ...['authorization', 'host', 'content-length', 'x-amz-date', 'x-amz-meta-a'].map((name) => ({
    ...plain,
    headers: [[name, '1']] as const,
  })),
  { ...plain, headers: [['x-a', '1'] as const, ['X-A', '2'] as const] },
  { ...plain, headers: [['x-empty', ''] as const, ['x-empty', ''] as const] },
];

/** Runs a property of some requests for which there is a command, besides the examples. */
const forEachCommand = async (
  requests: fc.Arbitrary<TryRequest>,
  create: (request: TryRequest) => string | undefined,
  check: (request: TryRequest, command: string) => Promise<void>,
): Promise<void> => {
  const withCommand = requests.filter((request) => create(request) !== undefined);
  const checked = async (request: TryRequest) => {
    const command = create(request);
    if (command !== undefined) await check(request, command);
  };
  await fc.assert(fc.asyncProperty(withCommand, checked), { numRuns: 40 });
  for (const each of examples) await checked(each);
};

describe('the command that is shown for a request', () => {
  test.skipIf(!hasCurl)('sends by curl what the console sends, if there is one', async () => {
    const create = (request: TryRequest) => createCurlCommand(request, context());
    await forEachCommand(createRequests('execute-api', 's3', 'dynamodb'), create, async (request, command) => {
      const tried = await sendAsTried(request);
      await shell(command);
      expect({ request, sent: readLast(request) }).toEqual({ request, sent: tried });
    });
  });

  test('sends by notes call what the console sends, if there is one', async () => {
    const person = createPerson({ signedIn: false, at: { ...config, apiEndpoint: endpoint } });
    const pools = createFakeFetch();
    const fetch: typeof pools.fetch = (url, init) =>
      url.startsWith(endpoint) ? globalThis.fetch(url, init) : pools.fetch(url, init);
    const create = (request: TryRequest) =>
      createNotesCommand(request, context({ path: person.outputs, isFound: false }));
    await forEachCommand(createRequests('execute-api'), create, async (request, command) => {
      const tried = await sendAsTried(request);
      const words = await shell(`npx() { printf '%s\\0' "$@"; }\n${command}`);
      const [notes, ...args] = words.split('\0').slice(0, -1);
      expect(notes).toBe('notes');
      const env = { NOTES_SESSION: person.session, NOTES_PASSWORD: 'Passw0rd!' };
      expect(await person.notes(args, { env, fetch, now: Date.now })).toMatchObject({ code: 0, err: '' });
      expect(pools.asked.find(({ operation }) => operation === 'InitiateAuth')?.body).toMatchObject({
        AuthParameters: { USERNAME: context().email },
      });
      expect({ request, sent: readLast(request) }).toEqual({ request, sent: tried });
    });
  });

  test('exists for every request to begin with, and for others that its tool can send', () => {
    const user = { sub: 'sub', email: 'a@b.c', identityId: 'us-east-1:ann', owner: 'us-east-1:ann' };
    const begun = Object.values(presets)
      .flat()
      .map(({ request }) => request({ user, other: undefined, bucket: 'files', table: 'notes' }));
    const json = [['content-type', 'application/json'] as const];
    const of = (method: string, more: Partial<TryRequest> = {}) => ({ ...plain, method, ...more });
    const more = [of('HEAD'), of('DELETE', { headers: json, body: '[1]' }), of('GET', { headers: [['host', 'a']] })];
    for (const request of [...begun, ...more]) {
      const [curl, notes, code] = [createCurlCommand, createNotesCommand, createClientCode].map(
        (create) => create(request, context()) !== undefined,
      );
      const isOfApi = request.service === 'execute-api';
      expect({ request, curl, notes, code }).toEqual({ request, curl: true, notes: isOfApi, code: isOfApi });
    }
    expect(createCurlCommand(of('POST'), context())).toBeDefined();
  });

  test('does not exist for a request that its tool would send otherwise, or not at all', () => {
    const of = (more: Partial<TryRequest>) => ({ ...plain, ...more });
    const noCommand: readonly TryRequest[] = [
      ...['connection', 'content-length', 'expect'].map((name) => of({ headers: [[name, '1']] })),
      of({ method: 'CONNECT' }),
      of({ method: 'get' }),
      of({ path: '//notes' }),
      of({ headers: [['a name', 'x']] }),
      of({ method: 'HEAD', body: 'x' }),
    ];
    for (const request of noCommand)
      for (const create of [createCurlCommand, createNotesCommand, createClientCode])
        expect([request, create(request, context())]).toEqual([request, undefined]);
    for (const request of [
      of({ method: 'POST' }),
      of({ method: 'POST', body: 'no JSON' }),
      of({ path: '/notes?{id}' }),
      of({ body: '{}' }),
      of({ headers: [['x-amz-meta-a', '1']] }),
    ])
      expect([request, createNotesCommand(request, context())]).toEqual([request, undefined]);
  });
});
