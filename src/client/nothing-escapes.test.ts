import fc from 'fast-check';
import { ok, type Result, ResultAsync } from 'neverthrow';
import { afterEach, expect, test, vi } from 'vitest';
import { config, createFakeFetch, createTokens, note } from '../../test/kit/fake-pools.ts';
import { createSession } from './credentials-session.ts';
import type { Download } from './download.ts';
import { createFilesClient } from './files.ts';
import { createNotesClient, listAllNotes } from './notes.ts';
import { fetchSigned } from './signed-fetch.ts';
import { createUserPool } from './user-pool.ts';

afterEach(() => vi.restoreAllMocks());

const kinds = [
  ...['Unreachable', 'UnexpectedAnswer', 'NotSent', 'Aborted', 'CognitoRefused', 'ApiProblem'],
  ...['S3Refused', 'FileUnreadable'],
];
const zeros = new Blob([new Uint8Array(6_000_000)]);
const lastPart = (download: Download) =>
  new ResultAsync(Array.fromAsync(download.parts()).then((parts) => parts.at(-1) ?? ok(undefined)));
const last = 18;

const thrown = fc.constantFrom<unknown>(new Error('no'), 'text', undefined, null, 0, Symbol('s'), Object.create(null), {
  toString() {
    throw new Error('no text');
  },
});
/** Which callback fails, at which of its calls, how, and with what. */
const breaking = fc.record({
  callback: fc.constantFrom('fetch', 'sleep', 'random', 'now', 'onTokens', 'onProgress', 'onUpload', 'slice'),
  at: fc.nat(5),
  how: fc.constantFrom('throws', 'rejects', 'hands back nothing'),
  what: thrown,
});

const world = ({ callback, at, how, what }: { callback: string; at: number; how: string; what: unknown }) => {
  const counts = new Map<string, number>();
  const around =
    <A extends unknown[], R>(name: string, real: (...given: A) => R) =>
    (...given: A): R => {
      const count = counts.get(name) ?? 0;
      counts.set(name, count + 1);
      if (name !== callback || count !== at) return real(...given);
      if (how === 'throws') throw what;
      // The client does not await callbacks that normally return no promise: their rejection would be their author's.
      const isWaitedFor = ['fetch', 'sleep', 'onTokens', 'onUpload'].includes(name);
      return (how === 'rejects' && isWaitedFor ? Promise.reject(what) : undefined) as R;
    };
  const { fetch } = createFakeFetch((asked) =>
    asked.operation === 'GET' && asked.url.includes('/notes?') ? Response.json([note]) : undefined,
  );
  const callbacks = {
    fetch: around('fetch', fetch),
    now: around('now', () => Date.now()),
    sleep: around('sleep', async () => {}),
    random: around('random', () => 0.5),
    onTokens: around('onTokens', () => {}),
  };
  const uploading = { onProgress: around('onProgress', () => {}), onUpload: around('onUpload', () => {}) };
  const slice = around('slice', (start: number, end: number) => zeros.slice(start, end));
  const session = createSession(config, createTokens(0), callbacks);
  const notes = createNotesClient(config, session, callbacks);
  const files = createFilesClient(config, session, callbacks);
  const pool = createUserPool(config, callbacks);
  const tokens = createTokens(Date.now() + 3_600_000);
  const keys = { accessKeyId: 'a', secretAccessKey: 's', sessionToken: 't' };
  const request = { method: 'GET', url: `${config.apiEndpoint}/notes?limit=1`, headers: {} };
  const calls: (() => ResultAsync<unknown, { readonly kind: string }>)[] = [
    () => session.credentials(),
    () => notes.list({ limit: 1 }),
    () => notes.create({ content: 'a' }),
    () => notes.get('n'),
    () => notes.update('n', { content: 'b' }),
    () => notes.delete('n'),
    () => pool.signIn('a@b.c', 'p'),
    () => pool.refresh(tokens),
    () => pool.resetPassword('a@b.c', '1', 'p'),
    () => pool.signOut(tokens),
    () => fetchSigned(request, keys, 'us-east-1', callbacks),
    () => files.list(),
    () => files.attach({ size: 1, slice }, uploading),
    () => files.attach({ size: 5 * 1024 ** 2 + 1, slice }, uploading),
    () => files.abandon({ key: 'a', size: 1, uploadId: 'u' }),
    () => files.attachmentUrl('a'),
    () => files.download('a', uploading).andThen(lastPart),
    () => files.detach('a'),
    () => session.signOut(),
  ];
  return { calls, notes };
};

const judge = (result: Result<unknown, { readonly kind: string }>) => {
  if (result.isErr()) expect(kinds).toContain(result.error.kind);
};

test('whatever a callback throws, calls end in declared failures, and the next call works', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(last), { minLength: 1, maxLength: 8 }), breaking, async (order, fault) => {
      const { calls, notes } = world(fault);
      for (const index of order) judge(await (calls[index] as (typeof calls)[number])());
      for await (const each of listAllNotes(notes, { limit: 1 })) judge(each);
      if (!order.includes(last)) {
        // The fault occurs once, at the latest after enough calls.
        for (let again = 0; again <= 6; again++) await calls[0]?.();
        expect((await calls[1]?.())?.isOk()).toBe(true);
      }
    }),
    { numRuns: 150 },
  );
});

test.each([
  ['an id that is not Unicode', (notes: ReturnType<typeof createNotesClient>) => notes.get('\ud800')],
  ['an empty id', (notes: ReturnType<typeof createNotesClient>) => notes.get('')],
  ['an id that is a dot', (notes: ReturnType<typeof createNotesClient>) => notes.delete('.')],
  ['an id that leads upwards', (notes: ReturnType<typeof createNotesClient>) => notes.update('..', { content: 'a' })],
  ['a draft that is not JSON', (notes: ReturnType<typeof createNotesClient>) => notes.create({ content: 1n as never })],
  ['a cursor that is not Unicode', (notes: ReturnType<typeof createNotesClient>) => notes.list({ after: '\udc00' })],
  [
    'a key beyond Latin-1',
    (notes: ReturnType<typeof createNotesClient>) => notes.create({ content: 'a' }, { idempotencyKey: '😀' }),
  ],
  [
    'a key with a line feed',
    (notes: ReturnType<typeof createNotesClient>) => notes.create({ content: 'a' }, { idempotencyKey: 'a\nb' }),
  ],
  ['an ETag beyond Latin-1', (notes: ReturnType<typeof createNotesClient>) => notes.delete('n', { ifMatch: '„r“' })],
])('%s is refused before anything is sent', async (_, call) => {
  const { fetch, asked } = createFakeFetch();
  const session = createSession(config, createTokens(Date.now() + 3_600_000), { fetch: createFakeFetch().fetch });
  expect((await call(createNotesClient(config, session, { fetch })))._unsafeUnwrapErr()).toMatchObject({
    kind: 'NotSent',
    reason: expect.stringMatching(/./),
  });
  expect(asked).toEqual([]);
});

test('what JSON cannot hold is not sent to a pool', async () => {
  const { fetch, asked } = createFakeFetch();
  const circle: { self?: unknown } = {};
  circle.self = circle;
  for (const code of [1n, circle])
    expect(
      (await createUserPool(config, { fetch }).confirmSignUp('a@b.c', code as never))._unsafeUnwrapErr().kind,
    ).toBe('NotSent');
  expect(asked).toEqual([]);
});

test('a clock that throws ends the call, and the session recovers', async () => {
  let isBroken = true;
  const now = () => {
    if (isBroken) throw new Error('no clock');
    return Date.now();
  };
  const session = createSession(config, createTokens(0), { fetch: createFakeFetch().fetch, now });
  const broken = { kind: 'Aborted', reason: 'The call ended in an exception: no clock' };
  expect((await session.credentials())._unsafeUnwrapErr()).toEqual(broken);
  isBroken = false;
  expect((await session.credentials()).isOk()).toBe(true);
});

test('a session without a callback for tokens keeps them itself, and logs nothing', async () => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {});
  const session = createSession(config, createTokens(0), { fetch: createFakeFetch().fetch });
  expect((await session.credentials()).isOk()).toBe(true);
  expect(session.tokens().idToken).toBe('id2');
  expect(error).not.toHaveBeenCalled();
});

test.each([
  ['an invalid URL', { url: 'notes' }],
  ['a URL with a password', { url: 'https://a:b@notes.example.com/' }],
  ['an invalid method', { method: 'GE T' }],
  ['a method that fetch does not allow', { method: 'TRACE' }],
  ['a GET with a body', { body: 'x' }],
  ['an invalid header name', { headers: { 'a b': 'c' } }],
  ['an invalid header value', { headers: { a: 'b\0' } }],
])('%s is refused before anything is sent', async (_, wrong) => {
  const { fetch, asked } = createFakeFetch();
  const request = { method: 'GET', url: `${config.apiEndpoint}/notes`, headers: {}, ...wrong };
  const keys = { accessKeyId: 'a', secretAccessKey: 's', sessionToken: 't' };
  expect((await fetchSigned(request, keys, 'us-east-1', { fetch }))._unsafeUnwrapErr().kind).toBe('NotSent');
  expect(asked).toEqual([]);
});

test('a failing callback for tokens is logged by its name, without its message, which may hold tokens', async () => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {});
  const onTokens = () => {
    throw new TypeError('id2');
  };
  const session = createSession(config, createTokens(0), { fetch: createFakeFetch().fetch, onTokens });
  expect((await session.credentials()).isOk()).toBe(true);
  expect(error.mock.calls.flat().join()).toMatch(/^owned-notes: onTokens failed with TypeError;/);
  expect(session.tokens().idToken).toBe('id2');
});
