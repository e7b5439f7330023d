import { describe, expect, test } from 'vitest';
import type { NotesConfig } from './config.ts';
import { createSession } from './credentials-session.ts';
import type { Tokens } from './user-pool-answers.ts';

const config: NotesConfig = {
  region: 'us-east-1',
  userPoolId: 'us-east-1_x',
  userPoolClientId: 'c',
  identityPoolId: 'us-east-1:p',
  apiEndpoint: 'https://notes.example.com',
  cognitoEndpoint: 'https://cognito.example.com',
};
const hour = 3_600_000;

/** Creates a session with its own clock, over pools that answer every request, and records the requests. */
const session = (tokensLast = hour, credentialsLast = hour) => {
  let time = 1_000 * hour;
  const calls: string[] = [];
  const kept: Tokens[] = [];
  let failing = false;
  const fetch = async (_: string, init: RequestInit) => {
    const operation = new Headers(init.headers).get('x-amz-target')?.split('.')[1] ?? '';
    calls.push(operation);
    if (failing) return Response.json({ __type: 'NotAuthorizedException', message: 'revoked' }, { status: 400 });
    const Credentials = {
      AccessKeyId: `a${calls.length}`,
      SecretKey: 's',
      SessionToken: 't',
      Expiration: (time + credentialsLast) / 1000,
    };
    if (operation === 'GetId') return Response.json({ IdentityId: 'i' });
    if (operation === 'GetCredentialsForIdentity') return Response.json({ IdentityId: 'i', Credentials });
    return Response.json({
      AuthenticationResult: { IdToken: 'id2', AccessToken: 'access2', ExpiresIn: tokensLast / 1000 },
    });
  };
  const tokens: Tokens = { idToken: 'id', accessToken: 'access', refreshToken: 'refresh', expires: time + tokensLast };
  return {
    session: createSession(config, tokens, { fetch, now: () => time, onTokens: (tokens) => kept.push(tokens) }),
    calls,
    kept,
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
    fail: (yes: boolean) => {
      failing = yes;
    },
  };
};

describe('credentials', () => {
  test('are requested once, by however many concurrent calls', async () => {
    const { session: of, calls } = session();
    const all = await Promise.all(Array.from({ length: 10 }, () => of.credentials()));
    expect(new Set(all.map((each) => each._unsafeUnwrap().accessKeyId)).size).toBe(1);
    await of.credentials();
    expect(calls).toEqual(['GetId', 'GetCredentialsForIdentity']);
  });

  test('are requested again five minutes before they expire, with an ID token from the refresh token', async () => {
    const { session: of, calls, kept, pass } = session();
    await of.credentials();
    pass(hour - 300_001);
    await of.credentials();
    expect(calls).toHaveLength(2);
    pass(1);
    await of.credentials();
    expect(calls.slice(2)).toEqual(['InitiateAuth', 'GetCredentialsForIdentity']);
    expect(kept).toEqual([
      { idToken: 'id2', accessToken: 'access2', refreshToken: 'refresh', expires: expect.any(Number) },
    ]);
  });

  test('that were refused are forgotten, and so is a failure', async () => {
    const { session: of, calls, fail } = session();
    await of.credentials();
    of.forget();
    fail(true);
    expect((await of.credentials())._unsafeUnwrapErr()).toMatchObject({ kind: 'CognitoRefused', message: 'revoked' });
    fail(false);
    expect((await of.credentials()).isOk()).toBe(true);
    // An ID token that is refused early may have expired by the pool's clock: it is refreshed once.
    const refused = ['GetId', 'InitiateAuth'];
    expect(calls).toEqual([
      ...['GetId', 'GetCredentialsForIdentity'],
      ...refused,
      ...['GetId', 'GetCredentialsForIdentity'],
    ]);
  });
});
