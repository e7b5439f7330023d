import { ok, ResultAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import { config, createAmzResponse, createFakeFetch, createTokens, note } from '../../test/kit/fake-pools.ts';
import { createSession } from './credentials-session.ts';
import type { Download } from './download.ts';
import { createFilesClient } from './files.ts';
import { createNotesClient } from './notes.ts';
import { createUserPool } from './user-pool.ts';

type Fetch = ReturnType<typeof createFakeFetch>['fetch'];
type Call = (fetch: Fetch) => ResultAsync<unknown, { readonly kind: string }>;

const tokens = createTokens(Date.now() + 3_600_000);
const challenge = { username: 'user', session: 'session' };
const pool = (fetch: Fetch) => createUserPool(config, { fetch });
const notes = (fetch: Fetch) => createNotesClient(config, createSession(config, tokens), { fetch });
const signedIn = (fetch: Fetch) =>
  createNotesClient(config, createSession(config, tokens, { fetch: createFakeFetch().fetch }), { fetch });
const old = (fetch: Fetch) => createSession(config, createTokens(0), { fetch });

const files = (fetch: Fetch) =>
  createFilesClient(config, createSession(config, tokens, { fetch: createFakeFetch().fetch }), {
    fetch,
    sleep: async () => {},
  });
const large = new Blob([new Uint8Array(6_000_000)]);
const lastPart = (download: Download) =>
  new ResultAsync(Array.fromAsync(download.parts()).then((parts) => parts.at(-1) ?? ok(undefined)));

/** Every call, with each operation that it consists of. */
const calls: readonly (readonly [string, string, Call])[] = [
  ['signUp', 'SignUp', (fetch) => pool(fetch).signUp('a@b.c', 'p')],
  ['confirmSignUp', 'ConfirmSignUp', (fetch) => pool(fetch).confirmSignUp('a@b.c', '1')],
  ['resendCode', 'ResendConfirmationCode', (fetch) => pool(fetch).resendCode('a@b.c')],
  ['signIn', 'InitiateAuth', (fetch) => pool(fetch).signIn('a@b.c', 'p')],
  ['signIn', 'RespondToAuthChallenge', (fetch) => pool(fetch).signIn('a@b.c', 'p')],
  [
    'setNewPassword',
    'RespondToAuthChallenge',
    (fetch) => pool(fetch).setNewPassword({ kind: 'NewPasswordRequired', ...challenge }, 'p'),
  ],
  [
    'answerSecondFactor',
    'RespondToAuthChallenge',
    (fetch) => pool(fetch).answerSecondFactor({ kind: 'SecondFactorRequired', ...challenge }, '123456'),
  ],
  ['refresh', 'InitiateAuth', (fetch) => pool(fetch).refresh(tokens)],
  ['forgotPassword', 'ForgotPassword', (fetch) => pool(fetch).forgotPassword('a@b.c')],
  ['resetPassword', 'ConfirmForgotPassword', (fetch) => pool(fetch).resetPassword('a@b.c', '1', 'p')],
  ['changePassword', 'ChangePassword', (fetch) => pool(fetch).changePassword(tokens, 'p', 'q')],
  ['signOut', 'RevokeToken', (fetch) => pool(fetch).signOut(tokens)],
  ['signOutEverywhere', 'GlobalSignOut', (fetch) => pool(fetch).signOutEverywhere(tokens)],
  ['deleteAccount', 'DeleteUser', (fetch) => pool(fetch).deleteAccount(tokens)],
  ['startTotp', 'AssociateSoftwareToken', (fetch) => pool(fetch).startTotp(tokens)],
  ['confirmTotp', 'VerifySoftwareToken', (fetch) => pool(fetch).confirmTotp(tokens, '1')],
  ['confirmTotp', 'SetUserMFAPreference', (fetch) => pool(fetch).confirmTotp(tokens, '1')],
  ['turnOffTotp', 'SetUserMFAPreference', (fetch) => pool(fetch).turnOffTotp(tokens)],
  ['credentials', 'InitiateAuth', (fetch) => old(fetch).credentials()],
  ['credentials', 'GetId', (fetch) => old(fetch).credentials()],
  ['credentials', 'GetCredentialsForIdentity', (fetch) => old(fetch).credentials()],
  ['session.signOut', 'RevokeToken', (fetch) => old(fetch).signOut()],
  ['create', 'POST', (fetch) => signedIn(fetch).create({ content: 'a' })],
  ['list', 'GET', (fetch) => signedIn(fetch).list()],
  ['get', 'GET', (fetch) => signedIn(fetch).get('n')],
  ['update', 'PUT', (fetch) => signedIn(fetch).update('n', { content: 'a' })],
  ['delete', 'DELETE', (fetch) => signedIn(fetch).delete('n')],
  ['attach', 'PutObject', (fetch) => files(fetch).attach(new Blob(['a']))],
  ['attach, of 6 MB', 'CreateMultipartUpload', (fetch) => files(fetch).attach(large)],
  ['attach, of 6 MB', 'ListParts', (fetch) => files(fetch).attach(large)],
  ['attach, of 6 MB', 'UploadPart', (fetch) => files(fetch).attach(large)],
  ['attach, of 6 MB', 'CompleteMultipartUpload', (fetch) => files(fetch).attach(large)],
  ['abandon', 'AbortMultipartUpload', (fetch) => files(fetch).abandon({ key: 'a', size: 1, uploadId: 'u' })],
  ['download', 'HeadObject', (fetch) => files(fetch).download('a')],
  ['the parts of a download', 'GetObject', (fetch) => files(fetch).download('a').andThen(lastPart)],
  ['detach', 'DeleteObject', (fetch) => files(fetch).detach('a')],
  ['files', 'ListObjectsV2', (fetch) => files(fetch).list()],
];

const html = { 'content-type': 'text/html; charset=utf-8' };
const amz = { 'content-type': 'application/x-amz-json-1.1' };
const marked = (response: Response, members: object) =>
  Object.defineProperties(
    response,
    Object.fromEntries(Object.entries(members).map(([name, value]) => [name, { value }])),
  );

/** What portals, proxies, caches and networks send in place of the answer. */
const oddities: readonly (readonly [string, () => Response])[] = [
  ['a captive portal’s page', () => new Response('<html>Please accept our terms</html>', { headers: html })],
  ['an empty page', () => new Response('', { headers: html })],
  ['nothing, without a type', () => new Response(null)],
  ['JSON that is labelled as text', () => new Response('{}', { headers: { 'content-type': 'text/plain' } })],
  ['JSON that was cut short', () => new Response('{"a":', { headers: amz })],
  ['JSON that is a string', () => new Response('"ok"', { headers: amz })],
  ['JSON that is null', () => new Response('null', { headers: amz })],
  ['JSON that is a number', () => new Response('1', { headers: { 'content-type': 'application/json' } })],
  ['JSON in Latin-1', () => new Response(new Uint8Array([0x22, 0xe9, 0x22]), { headers: amz })],
  ['a list of things that are not notes', () => Response.json([{ id: 1 }])],
  ['a redirect', () => new Response(null, { status: 307, headers: { location: 'https://elsewhere.example.com' } })],
  ['a redirect as browsers hide it', () => marked(new Response(null), { type: 'opaqueredirect', status: 0 })],
  ['an answer from another URL', () => marked(createAmzResponse({}), { redirected: true })],
  ['a 202', () => createAmzResponse({}, 202)],
  ['a 206', () => Response.json(note, { status: 206 })],
  ['a proxy’s 407', () => new Response('<html>', { status: 407, headers: html })],
  ['a page with status 404', () => new Response('<html>', { status: 404, headers: html })],
];

describe.each(calls)('%s, whose %s is answered by', (_, operation, call) => {
  test.each(oddities)('%s, fails with UnexpectedAnswer', async (_, oddity) => {
    const { fetch } = createFakeFetch((asked) => (asked.operation === operation ? oddity() : undefined));
    const result = await call(fetch);
    expect(result.isErr() && result.error).toMatchObject({
      kind: 'UnexpectedAnswer',
      url: expect.stringMatching(/^https:/),
      status: expect.any(Number),
      reason: expect.stringMatching(/./),
    });
  });

  test('what it should be, and succeeds', async () => {
    const page = (asked: { operation: string; url: string }) =>
      asked.operation === 'GET' && asked.url.endsWith('/notes') ? Response.json([note]) : undefined;
    expect((await call(createFakeFetch(page).fetch)).isOk()).toBe(true);
  });
});

describe('an answer of the wrong shape', () => {
  const only = (operation: string, body: object, headers = {}) =>
    createFakeFetch((asked) => (asked.operation === operation ? Response.json(body, { headers }) : undefined)).fetch;
  const settleKind = async (call: ResultAsync<unknown, { readonly kind: string }>) =>
    (await call).match(
      () => 'ok',
      ({ kind }) => kind,
    );

  test.each([
    ['userId', undefined],
    ['userId', 1],
    ['noteId', 'another'],
    ['content', null],
    ['attachment', 7],
    ['createdAt', '1'],
    ['updatedAt', 'now'],
  ])('a note whose %s is %j is refused', async (name, value) => {
    const fetch = only('GET', { ...note, [name]: value });
    expect(await settleKind(signedIn(fetch).get('n'))).toBe('UnexpectedAnswer');
  });

  test.each([
    [
      { ...note, content: '' },
      { ...note, content: '' },
    ],
    [
      { ...note, attachment: 'f', updatedAt: 2, more: 1 },
      { ...note, attachment: 'f', updatedAt: 2 },
    ],
    [{ ...note, attachment: null }, note],
  ])('%j is accepted as a note', async (body, expected) => {
    expect((await signedIn(only('GET', body)).get('n'))._unsafeUnwrap()).toEqual(expected);
  });

  test.each([
    ['application/json', 'ok'],
    ['application/json ; charset=utf-8', 'ok'],
    ['application/hal+json; v=1', 'ok'],
    ['APPLICATION/JSON', 'ok'],
    ['x-application/json', 'UnexpectedAnswer'],
    ['text/html; was=application/json', 'UnexpectedAnswer'],
    ['application/jsonish', 'UnexpectedAnswer'],
  ])('a note with the type %s: %s', async (type, kind) => {
    const answer = () => new Response(JSON.stringify(note), { headers: { 'content-type': type } });
    expect(await settleKind(signedIn(async () => answer()).get('n'))).toBe(kind);
  });

  test('a note that is not UTF-8 is refused', async () => {
    const bytes = Uint8Array.from(JSON.stringify({ ...note, content: '@' }), (character) =>
      character === '@' ? 0xe9 : character.charCodeAt(0),
    );
    const answer = () => new Response(bytes, { headers: { 'content-type': 'application/json' } });
    expect(await settleKind(signedIn(async () => answer()).get('n'))).toBe('UnexpectedAnswer');
  });

  test.each([
    ['application/x-amz-json-1.1', 'ok'],
    ['application/x-amz-json-1.0; x=y', 'ok'],
    ['text/html, application/x-amz-json-1.1', 'UnexpectedAnswer'],
    ['application/json', 'UnexpectedAnswer'],
  ])('an empty answer with the type %s: %s', async (type, kind) => {
    const answer = () => new Response('', { headers: { 'content-type': type } });
    expect(await settleKind(pool(async () => answer()).deleteAccount(tokens))).toBe(kind);
  });

  test.each([{}, { CodeDeliveryDetails: {} }, { CodeDeliveryDetails: { Destination: 7 } }])(
    'a code delivered to %j is refused',
    async (body) => {
      expect(await settleKind(pool(async () => createAmzResponse(body)).resendCode('a@b.c'))).toBe('UnexpectedAnswer');
    },
  );

  test('a sign-up without an id is refused, and one without a mail is accepted', async () => {
    const CodeDeliveryDetails = { Destination: 'a***@e***' };
    expect(await settleKind(pool(async () => createAmzResponse({ CodeDeliveryDetails })).signUp('a@b.c', 'p'))).toBe(
      'UnexpectedAnswer',
    );
    const signUp = (body: object) => pool(async () => createAmzResponse(body)).signUp('a@b.c', 'p');
    expect((await signUp({ UserSub: 's' }))._unsafeUnwrap()).toEqual({ deliveredTo: '' });
    expect((await signUp({ UserSub: 's', CodeDeliveryDetails }))._unsafeUnwrap()).toEqual({ deliveredTo: 'a***@e***' });
  });

  test.each([[[{ ...note, noteId: '' }]], [[note, null]], [[{ noteId: 'n', createdAt: 'x' }]], [{ notes: [note] }]])(
    '%j is refused as a page',
    async (body) => {
      expect(await settleKind(signedIn(only('GET', body)).list())).toBe('UnexpectedAnswer');
    },
  );

  const result = { IdToken: 'i', AccessToken: 'a', RefreshToken: 'r', ExpiresIn: 3600 };
  test.each([
    { ...result, IdToken: undefined },
    { ...result, AccessToken: 7 },
    { ...result, RefreshToken: {} },
    { ...result, ExpiresIn: '3600' },
    { ...result, ExpiresIn: undefined },
    [],
  ])('tokens like %j are refused', async (AuthenticationResult) => {
    const { fetch } = createFakeFetch((asked) =>
      asked.operation === 'InitiateAuth' ? createAmzResponse({ AuthenticationResult }) : undefined,
    );
    expect(await settleKind(pool(fetch).refresh(tokens))).toBe('UnexpectedAnswer');
  });

  const keys = { AccessKeyId: 'a', SecretKey: 's', SessionToken: 't', Expiration: 1 };
  test.each([{}, { ...keys, SecretKey: '' }, { ...keys, SessionToken: null }, { ...keys, Expiration: 'soon' }])(
    'credentials like %j are refused',
    async (Credentials) => {
      const { fetch } = createFakeFetch((asked) =>
        asked.operation === 'GetCredentialsForIdentity'
          ? createAmzResponse({ IdentityId: 'i', Credentials })
          : undefined,
      );
      expect(await settleKind(old(fetch).credentials())).toBe('UnexpectedAnswer');
    },
  );

  test.each(['0', 'ffffffffffffffff', 'xyz', 'xyab', 'abxy'])(
    'a server that sends an unusable %s as SRP_B or SALT gets no proof',
    async (value) => {
      for (const name of ['SRP_B', 'SALT']) {
        const { fetch, operations } = createFakeFetch((asked) => {
          if (asked.operation !== 'InitiateAuth') return undefined;
          const given = { SALT: 'a1', SRP_B: 'abcd', SECRET_BLOCK: 'c2Vj', USER_ID_FOR_SRP: 'u', [name]: value };
          return createAmzResponse({ ChallengeName: 'PASSWORD_VERIFIER', ChallengeParameters: given });
        });
        const kind = await settleKind(pool(fetch).signIn('a@b.c', 'p'));
        if (/[xyz]/.test(value) || (value === '0' && name === 'SRP_B')) {
          expect(kind).toBe('CognitoRefused');
          expect(operations()).toEqual(['InitiateAuth']);
        }
      }
    },
  );

  test('a code verified with any status but SUCCESS turns nothing on', async () => {
    const { fetch, operations } = createFakeFetch((asked) =>
      asked.operation === 'VerifySoftwareToken' ? createAmzResponse({ Status: 'ERROR' }) : undefined,
    );
    expect(await settleKind(pool(fetch).confirmTotp(tokens, '1'))).toBe('UnexpectedAnswer');
    expect(operations()).toEqual(['VerifySoftwareToken']);
  });

  test('a 404 that is not the API’s, after a lost delete, does not make it succeed', async () => {
    for (const [type, kind] of [
      ['about:blank', 'ApiProblem'],
      ['urn:problem-type:owned-notes:note-not-found', 'ok'],
    ]) {
      let sent = 0;
      const { fetch } = createFakeFetch(() => {
        if (sent++ === 0) throw new TypeError('fetch failed');
        return Response.json(
          { type, title: 'Not found' },
          { status: 404, headers: { 'content-type': 'application/problem+json' } },
        );
      });
      const session = {
        credentials: () => createSession(config, tokens, { fetch: createFakeFetch().fetch }).credentials(),
        forget: () => {},
      };
      const client = createNotesClient(config, session, { fetch, sleep: async () => {} });
      expect(await settleKind(client.delete('n'))).toBe(kind);
    }
  });
});

test.each([
  ['307', () => new Response(null, { status: 307 })],
  ['300', () => new Response(null, { status: 300 })],
  ['399', () => new Response(null, { status: 399 })],
  ['hidden', () => marked(Response.json(note), { type: 'opaqueredirect' })],
  ['followed', () => marked(Response.json(note), { redirected: true })],
])('a redirect is reported as one (%s)', async (_, answer) => {
  expect((await signedIn(async () => answer()).get('n'))._unsafeUnwrapErr()).toMatchObject({
    ...{ kind: 'UnexpectedAnswer', reason: 'The answer redirects to another place.' },
  });
});

test('no redirect is followed', async () => {
  const { fetch, asked } = createFakeFetch();
  await pool(fetch).signUp('a@b.c', 'p');
  await notes(fetch).get('n');
  await signedIn(fetch).create({ content: 'a' });
  for (const { init } of asked) expect(init.redirect).toBe('manual');
});
