import { describe, expect, test } from 'vitest';
import {
  type AskedRequest,
  answerWell,
  config,
  createAmzResponse,
  createFakeFetch,
  createRefusal,
  createTokens,
  hour,
} from '../../test/kit/fake-pools.ts';
import { createSession } from './credentials-session.ts';
import type { Tokens } from './user-pool-answers.ts';

const signedOut = {
  ...{ kind: 'CognitoRefused', type: 'SignedOut', message: 'This session was signed out. Sign in again.' },
};
/** Creates a promise that resolves when `come` is called, to hold back an answer. */
const held = () => {
  let come: () => void = () => {};
  const waited = new Promise<void>((resolve) => {
    come = resolve;
  });
  return { come: () => come(), waited };
};
const refreshed = { IdToken: 'id3', AccessToken: 'access3', RefreshToken: 'rotated', ExpiresIn: 3600 };

describe('a sign-out', () => {
  test('revokes the sign-in at the pool, and gives out no credentials from then on', async () => {
    const { fetch, asked } = createFakeFetch();
    const session = createSession(config, createTokens(Date.now() + hour), { fetch });
    expect((await session.credentials()).isOk()).toBe(true);
    const ended = session.signOut();
    expect((await session.credentials())._unsafeUnwrapErr()).toMatchObject(signedOut);
    expect((await ended).isOk()).toBe(true);
    expect((await session.credentials())._unsafeUnwrapErr()).toMatchObject(signedOut);
    expect(asked.at(-1)?.body).toEqual({ ClientId: 'c', Token: 'refresh' });
  });

  test('wins over a concurrent refresh, whose tokens are revoked and given to nobody', async () => {
    const { come, waited } = held();
    const kept: Tokens[] = [];
    const { fetch, asked, operations } = createFakeFetch(({ operation }: AskedRequest) =>
      operation === 'InitiateAuth'
        ? waited.then(() => createAmzResponse({ AuthenticationResult: refreshed }))
        : undefined,
    );
    const session = createSession(config, createTokens(0), { fetch, onTokens: (tokens) => kept.push(tokens) });
    const wanted = session.credentials();
    await expect.poll(() => operations()).toEqual(['InitiateAuth']);
    let isDone = false;
    const ended = session.signOut().andTee(() => {
      isDone = true;
    });
    await expect.poll(() => operations()).toContain('RevokeToken');
    expect(isDone).toBe(false);
    come();
    expect((await wanted)._unsafeUnwrapErr()).toMatchObject(signedOut);
    expect((await ended).isOk()).toBe(true);
    expect(kept).toEqual([]);
    const revoked = asked.filter(({ operation }) => operation === 'RevokeToken').map(({ body }) => body.Token);
    expect(revoked).toEqual(['refresh', 'rotated']);
    expect(operations()).not.toContain('GetId');
  });

  test('wins over a concurrent request for credentials', async () => {
    const { come, waited } = held();
    const { fetch, operations } = createFakeFetch(({ operation }: AskedRequest) =>
      operation === 'GetId' ? waited.then(() => createAmzResponse({ IdentityId: 'i' })) : undefined,
    );
    const session = createSession(config, createTokens(Date.now() + hour), { fetch });
    const wanted = session.credentials();
    await expect.poll(() => operations()).toEqual(['GetId']);
    const ended = session.signOut();
    come();
    expect((await wanted)._unsafeUnwrapErr()).toMatchObject(signedOut);
    expect((await ended).isOk()).toBe(true);
  });

  test('that does not reach the pool fails, gives out no credentials, and can be retried', async () => {
    let failing = true;
    const { fetch } = createFakeFetch(({ operation }: AskedRequest) => {
      if (operation === 'RevokeToken' && failing) throw new TypeError('fetch failed');
      return undefined;
    });
    const session = createSession(config, createTokens(Date.now() + hour), { fetch });
    expect((await session.signOut())._unsafeUnwrapErr().kind).toBe('Unreachable');
    expect((await session.credentials())._unsafeUnwrapErr()).toMatchObject(signedOut);
    failing = false;
    expect((await session.signOut()).isOk()).toBe(true);
  });
});

const provider = 'cognito-idp.us-east-1.amazonaws.com/us-east-1_x';

describe('an identity that was deleted', () => {
  const session = (answers: Record<string, () => Response>) => {
    let time = Date.now();
    const fake = createFakeFetch(({ operation }: AskedRequest) => answers[operation]?.());
    const tokens = createTokens(time + 100 * hour);
    return {
      ...fake,
      session: createSession(config, tokens, { fetch: fake.fetch, now: () => time }),
      pass: (ms: number) => {
        time += ms;
      },
    };
  };

  test('is replaced by a new one, once', async () => {
    let gone = false;
    const {
      session: of,
      operations,
      pass,
    } = session({
      GetId: () => createAmzResponse({ IdentityId: gone ? 'new' : 'old' }),
      GetCredentialsForIdentity: () => {
        if (gone && operations().filter((name) => name === 'GetId').length === 1)
          return createRefusal('ResourceNotFoundException');
        const Credentials = { AccessKeyId: 'a', SecretKey: 's', SessionToken: 't', Expiration: 0 };
        return createAmzResponse({ IdentityId: gone ? 'new' : 'old', Credentials });
      },
    });
    expect((await of.credentials())._unsafeUnwrap().identityId).toBe('old');
    gone = true;
    pass(hour);
    expect((await of.credentials())._unsafeUnwrap().identityId).toBe('new');
    expect(operations()).toEqual([
      ...['GetId', 'GetCredentialsForIdentity'],
      ...['GetCredentialsForIdentity', 'GetId', 'GetCredentialsForIdentity'],
    ]);
  });

  test('is requested with the user’s ID token, and remembered', async () => {
    const { session: of, asked, pass } = session({});
    await of.credentials();
    pass(2 * hour);
    await of.credentials();
    const Logins = { [provider]: 'id' };
    expect(asked.map(({ body }) => body)).toEqual([
      { IdentityPoolId: 'us-east-1:p', Logins },
      { IdentityId: 'us-east-1:i', Logins },
      { IdentityId: 'us-east-1:i', Logins },
    ]);
  });

  test.each([
    ['ResourceNotFoundException', ['GetCredentialsForIdentity', 'GetId', 'GetCredentialsForIdentity']],
    ['InternalErrorException', ['GetCredentialsForIdentity']],
    ['InvalidParameterException', ['GetCredentialsForIdentity']],
  ])('is requested anew after %s only if that says it is gone', async (type, expected) => {
    let isRefused = false;
    const answers = {
      GetCredentialsForIdentity: () => (isRefused ? createRefusal(type) : answerWell('GetCredentialsForIdentity')),
    };
    const { session: of, operations, asked, pass } = session(answers);
    await of.credentials();
    isRefused = true;
    pass(2 * hour);
    expect((await of.credentials())._unsafeUnwrapErr()).toMatchObject({ type });
    expect(operations().slice(2)).toEqual(expected);
    for (const { body } of asked) expect(body).toHaveProperty('Logins', { [provider]: 'id' });
  });

  test('is not requested again and again if its pool is gone', async () => {
    const { session: of, operations } = session({
      GetCredentialsForIdentity: () => createRefusal('ResourceNotFoundException'),
    });
    expect((await of.credentials())._unsafeUnwrapErr()).toMatchObject({ type: 'ResourceNotFoundException' });
    expect(operations()).toEqual(['GetId', 'GetCredentialsForIdentity']);
  });

  test('is not requested again within a call that fails for another reason', async () => {
    const { session: of, operations } = session({
      GetCredentialsForIdentity: () => createRefusal('InternalErrorException'),
    });
    await of.credentials();
    await of.credentials();
    expect(operations()).toEqual(['GetId', 'GetCredentialsForIdentity', 'GetId', 'GetCredentialsForIdentity']);
  });
});

test('credentials that were forgotten while they were requested are not kept', async () => {
  const { come, waited } = held();
  const { fetch, operations } = createFakeFetch(({ operation }: AskedRequest) =>
    operation === 'GetId' ? waited.then(() => createAmzResponse({ IdentityId: 'i' })) : undefined,
  );
  const session = createSession(config, createTokens(Date.now() + hour), { fetch });
  const wanted = session.credentials();
  await expect.poll(() => operations()).toEqual(['GetId']);
  session.forget();
  come();
  expect((await wanted).isOk()).toBe(true);
  await session.credentials();
  expect(operations().filter((name) => name === 'GetId')).toHaveLength(2);
});

test('an ID token that is refused before it expires is refreshed, unless it is fresh from a refresh', async () => {
  let refusals = 0;
  const fake = () =>
    createFakeFetch(({ operation }: AskedRequest) => {
      if (operation !== 'GetId' || refusals === 0) return undefined;
      refusals--;
      return createRefusal('NotAuthorizedException', 'Token expired');
    });
  refusals = 1;
  const good = fake();
  const session = createSession(config, createTokens(Date.now() + hour), { fetch: good.fetch });
  expect((await session.credentials()).isOk()).toBe(true);
  expect(good.operations()).toEqual(['GetId', 'InitiateAuth', 'GetId', 'GetCredentialsForIdentity']);
  expect(session.tokens().idToken).toBe('id2');
  refusals = 1;
  const old = fake();
  expect((await createSession(config, createTokens(0), { fetch: old.fetch }).credentials()).isErr()).toBe(true);
  expect(old.operations()).toEqual(['InitiateAuth', 'GetId']);
});
