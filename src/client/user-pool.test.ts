import type { ResultAsync } from 'neverthrow';
import { describe, expect, test, vi } from 'vitest';
import { createSrpExchange, createSrpVerifier, parsePublicValue, verifyClaim } from '../../infra/local/cognito/srp.ts';
import {
  type AskedRequest,
  config,
  createAmzResponse,
  createFakeFetch,
  createRefusal,
  createTokens,
  hour,
} from '../../test/kit/fake-pools.ts';
import { createSession } from './credentials-session.ts';
import { createTotpUri, createUserPool } from './user-pool.ts';
import { readClaims } from './user-pool-answers.ts';

const tokens = createTokens(Date.now() + hour);
const poolOver = (instead?: (asked: AskedRequest) => Response | undefined) => {
  const fake = createFakeFetch(instead);
  return { ...fake, pool: createUserPool(config, { fetch: fake.fetch, now: () => 1_000_000 }) };
};
const challenged = (ChallengeName: string, more: object = {}) =>
  createAmzResponse({ ChallengeName, Session: 'session', ChallengeParameters: {}, ...more });

describe('the user pool is called', () => {
  const AccessToken = 'access';
  type Pool = ReturnType<typeof createUserPool>;
  test.each<[string, (pool: Pool) => ResultAsync<unknown, unknown>, object]>([
    [
      'SignUp',
      (pool) => pool.signUp('a@b.c', 'p'),
      { ClientId: 'c', Username: 'a@b.c', Password: 'p', UserAttributes: [{ Name: 'email', Value: 'a@b.c' }] },
    ],
    [
      'ConfirmSignUp',
      (pool) => pool.confirmSignUp('a@b.c', '1'),
      { ClientId: 'c', Username: 'a@b.c', ConfirmationCode: '1' },
    ],
    ['ResendConfirmationCode', (pool) => pool.resendCode('a@b.c'), { ClientId: 'c', Username: 'a@b.c' }],
    ['ForgotPassword', (pool) => pool.forgotPassword('a@b.c'), { ClientId: 'c', Username: 'a@b.c' }],
    [
      'ChangePassword',
      (pool) => pool.changePassword(tokens, 'p', 'q'),
      { AccessToken, PreviousPassword: 'p', ProposedPassword: 'q' },
    ],
    ['RevokeToken', (pool) => pool.signOut(tokens), { ClientId: 'c', Token: 'refresh' }],
    ['GlobalSignOut', (pool) => pool.signOutEverywhere(tokens), { AccessToken }],
    ['DeleteUser', (pool) => pool.deleteAccount(tokens), { AccessToken }],
    ['AssociateSoftwareToken', (pool) => pool.startTotp(tokens), { AccessToken }],
    [
      'SetUserMFAPreference',
      (pool) => pool.turnOffTotp(tokens),
      { AccessToken, SoftwareTokenMfaSettings: { Enabled: false } },
    ],
    [
      'InitiateAuth',
      (pool) => pool.refresh(tokens),
      { ClientId: 'c', AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: { REFRESH_TOKEN: 'refresh' } },
    ],
  ])('by %s', async (operation, call, body) => {
    const { pool, asked } = poolOver();
    await call(pool);
    expect(asked.map(({ operation, body }) => [operation, body])).toEqual([[operation, body]]);
    expect(asked[0]?.headers.get('x-amz-target')).toBe(`AWSCognitoIdentityProviderService.${operation}`);
    expect(asked[0]?.headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(asked[0]?.headers.get('cache-control')).toBe('no-store');
  });

  test('to turn a second factor on only once the code is verified', async () => {
    const { pool, asked } = poolOver();
    expect((await pool.startTotp(tokens))._unsafeUnwrap()).toEqual({ secret: 'SECRET' });
    expect((await pool.confirmTotp(tokens, '123456')).isOk()).toBe(true);
    expect(asked.slice(1).map(({ operation, body }) => [operation, body])).toEqual([
      ['VerifySoftwareToken', { AccessToken, UserCode: '123456' }],
      ['SetUserMFAPreference', { AccessToken, SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } }],
    ]);
    const wrong = poolOver(({ operation }) =>
      operation === 'VerifySoftwareToken' ? createRefusal('EnableSoftwareTokenMFAException') : undefined,
    );
    expect((await wrong.pool.confirmTotp(tokens, '0')).isErr()).toBe(true);
    expect(wrong.operations()).toEqual(['VerifySoftwareToken']);
  });
});

describe('a sign-in', () => {
  test('proves the password and returns the tokens', async () => {
    const { pool, asked } = poolOver();
    expect((await pool.signIn('a@b.c', 'p'))._unsafeUnwrap()).toEqual({
      ...{ idToken: 'id2', accessToken: 'access2', refreshToken: 'refresh2', expires: 1_000_000 + 3_600_000 },
    });
    expect(asked[0]?.body).toEqual({
      ClientId: 'c',
      AuthFlow: 'USER_SRP_AUTH',
      AuthParameters: { USERNAME: 'a@b.c', SRP_A: expect.stringMatching(/^[0-9a-f]{700,768}$/) },
    });
    expect(asked[1]?.body).toEqual({
      ClientId: 'c',
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeResponses: {
        USERNAME: 'user',
        TIMESTAMP: 'Thu Jan 1 00:16:40 UTC 1970',
        PASSWORD_CLAIM_SECRET_BLOCK: 'c2VjcmV0',
        PASSWORD_CLAIM_SIGNATURE: expect.stringMatching(/^[\w+/]{43}=$/),
      },
    });
    expect(JSON.stringify(asked)).not.toContain('"p"');
  });

  test.each([
    ['NEW_PASSWORD_REQUIRED', 'NewPasswordRequired'],
    ['SOFTWARE_TOKEN_MFA', 'SecondFactorRequired'],
  ])('that is answered by %s asks for what is missing', async (name, kind) => {
    const ask = (more = {}) =>
      poolOver(({ operation }) =>
        operation === 'RespondToAuthChallenge' ? challenged(name, more) : undefined,
      ).pool.signIn('a@b.c', 'p');
    expect((await ask())._unsafeUnwrapErr()).toEqual({ kind, username: 'user', session: 'session' });
    const named = { ChallengeParameters: { USER_ID_FOR_SRP: 'other' } };
    expect((await ask(named))._unsafeUnwrapErr()).toEqual({ kind, username: 'other', session: 'session' });
  });

  test.each(['SMS_MFA', 'CUSTOM_CHALLENGE', 'MFA_SETUP'])(
    'that is answered by %s is reported as unsupported',
    async (name) => {
      for (const at of ['InitiateAuth', 'RespondToAuthChallenge']) {
        const { pool } = poolOver(({ operation }) => (operation === at ? challenged(name) : undefined));
        expect((await pool.signIn('a@b.c', 'p'))._unsafeUnwrapErr()).toEqual({
          ...{ kind: 'CognitoRefused', type: 'UnsupportedChallenge' },
          message: expect.stringContaining(name),
        });
      }
    },
  );

  test.each([{ SALT: undefined }, { SRP_B: 7 }, { SECRET_BLOCK: '' }, { USER_ID_FOR_SRP: null }])(
    'stops if its challenge has %j',
    async (wrong) => {
      const ChallengeParameters = { SALT: 'a', SRP_B: 'b', SECRET_BLOCK: 'c2Vj', USER_ID_FOR_SRP: 'u', ...wrong };
      const { pool, operations } = poolOver(() =>
        createAmzResponse({ ChallengeName: 'PASSWORD_VERIFIER', ChallengeParameters }),
      );
      expect((await pool.signIn('a@b.c', 'p')).isErr()).toBe(true);
      expect(operations()).toEqual(['InitiateAuth']);
    },
  );

  test('continues with a new password, and with a code', async () => {
    const { pool, asked } = poolOver();
    const challenge = { username: 'user', session: 'session' };
    await pool.setNewPassword({ kind: 'NewPasswordRequired', ...challenge }, 'q');
    await pool.answerSecondFactor({ kind: 'SecondFactorRequired', ...challenge }, '123456');
    expect(asked.map(({ body }) => body)).toEqual([
      {
        ...{ ClientId: 'c', ChallengeName: 'NEW_PASSWORD_REQUIRED', Session: 'session' },
        ChallengeResponses: { USERNAME: 'user', NEW_PASSWORD: 'q' },
      },
      {
        ...{ ClientId: 'c', ChallengeName: 'SOFTWARE_TOKEN_MFA', Session: 'session' },
        ChallengeResponses: { USERNAME: 'user', SOFTWARE_TOKEN_MFA_CODE: '123456' },
      },
    ]);
  });

  test('may ask for a code after a new password, and for nothing twice', async () => {
    const answeredBy = (name: string) => poolOver(() => challenged(name)).pool;
    const given = { username: 'user', session: 'old' };
    const newPassword = { kind: 'NewPasswordRequired', ...given } as const;
    const code = { kind: 'SecondFactorRequired', ...given } as const;
    expect((await answeredBy('SOFTWARE_TOKEN_MFA').setNewPassword(newPassword, 'q'))._unsafeUnwrapErr()).toEqual({
      ...{ kind: 'SecondFactorRequired', username: 'user', session: 'session' },
    });
    for (const [name, call] of [
      ['NEW_PASSWORD_REQUIRED', answeredBy('NEW_PASSWORD_REQUIRED').setNewPassword(newPassword, 'q')],
      ['SOFTWARE_TOKEN_MFA', answeredBy('SOFTWARE_TOKEN_MFA').answerSecondFactor(code, '1')],
      ['NEW_PASSWORD_REQUIRED', answeredBy('NEW_PASSWORD_REQUIRED').answerSecondFactor(code, '1')],
    ] as const)
      expect((await call)._unsafeUnwrapErr()).toMatchObject({
        ...{ type: 'UnsupportedChallenge', message: expect.stringContaining(name) },
      });
  });

  test('without a refresh token is refused', async () => {
    const AuthenticationResult = { IdToken: 'i', AccessToken: 'a', ExpiresIn: 3600 };
    const { pool } = poolOver(({ operation }) =>
      operation === 'RespondToAuthChallenge' ? createAmzResponse({ AuthenticationResult }) : undefined,
    );
    expect((await pool.signIn('a@b.c', 'p'))._unsafeUnwrapErr()).toEqual({
      ...{ kind: 'CognitoRefused', type: 'UnsupportedChallenge' },
      message: 'The user pool asks for something, which this client does not support here.',
    });
  });

  test('proves the right password to a server that knows the verifier, and a wrong one never', async () => {
    for (const [password, holds] of [
      ['p', true],
      ['q', false],
    ] as const) {
      const verifier = createSrpVerifier('xuser', 'p');
      const exchange = createSrpExchange(verifier);
      const { pool, asked } = poolOver(({ body }) =>
        body.AuthFlow === 'USER_SRP_AUTH'
          ? createAmzResponse({
              ChallengeName: 'PASSWORD_VERIFIER',
              ChallengeParameters: {
                ...{ SALT: verifier.salt, SRP_B: exchange.B, SECRET_BLOCK: 'c2Vj', USER_ID_FOR_SRP: 'user' },
              },
            })
          : undefined,
      );
      await pool.signIn('a@b.c', password);
      const [begun, proven] = asked.map(({ body }) => ({ ...(body.AuthParameters ?? body.ChallengeResponses ?? {}) }));
      const { SRP_A = '' } = { ...begun } as Record<string, string>;
      const { PASSWORD_CLAIM_SIGNATURE: signature = '', TIMESTAMP: timestamp = '' } = { ...proven } as Record<
        string,
        string
      >;
      const claim = { user: 'xuser', secretBlock: Buffer.from('c2Vj', 'base64'), timestamp, signature };
      expect(verifyClaim({ verifier, exchange, A: parsePublicValue(SRP_A) ?? 0n }, claim)).toBe(holds);
    }
  });

  test('proves nothing to a challenge of another name, or if tokens come without a challenge', async () => {
    const ChallengeParameters = { SALT: 'a', SRP_B: 'b', SECRET_BLOCK: 'c2Vj', USER_ID_FOR_SRP: 'u' };
    const AuthenticationResult = { IdToken: 'i', AccessToken: 'a', RefreshToken: 'r', ExpiresIn: 3600 };
    for (const body of [{ ChallengeName: 'DEVICE_SRP_AUTH', ChallengeParameters }, { AuthenticationResult }]) {
      const { pool, operations } = poolOver(() => createAmzResponse(body));
      expect((await pool.signIn('a@b.c', 'p'))._unsafeUnwrapErr()).toMatchObject({ type: 'UnsupportedChallenge' });
      expect(operations()).toEqual(['InitiateAuth']);
    }
  });

  test.each([
    [{ Session: undefined }, 'UnsupportedChallenge'],
    [{ ChallengeParameters: undefined }, 'user'],
    [{ ChallengeParameters: { USER_ID_FOR_SRP: '' } }, 'user'],
  ])('handles a challenge with %j', async (more, expected) => {
    const { pool } = poolOver(({ operation }) =>
      operation === 'RespondToAuthChallenge' ? challenged('SOFTWARE_TOKEN_MFA', more) : undefined,
    );
    const failure = (await pool.signIn('a@b.c', 'p'))._unsafeUnwrapErr();
    expect(failure.kind === 'CognitoRefused' ? failure.type : Reflect.get(failure, 'username')).toBe(expected);
  });

  test('gives tokens that expire by this device’s clock', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 5_000_000 });
    try {
      const pool = createUserPool(config, { fetch: createFakeFetch().fetch });
      expect((await pool.refresh(tokens))._unsafeUnwrap().expires).toBe(8_600_000);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a refresh', () => {
  test('keeps the refresh token, or takes its replacement', async () => {
    expect((await poolOver().pool.refresh(tokens))._unsafeUnwrap().refreshToken).toBe('refresh');
    const AuthenticationResult = { IdToken: 'i', AccessToken: 'a', RefreshToken: 'rotated', ExpiresIn: 60 };
    const rotated = (
      await poolOver(() => createAmzResponse({ AuthenticationResult })).pool.refresh(tokens)
    )._unsafeUnwrap();
    expect(rotated).toMatchObject({ refreshToken: 'rotated', expires: 1_060_000 });
  });

  test('that is answered by a challenge fails', async () => {
    expect((await poolOver(() => challenged('SMS_MFA')).pool.refresh(tokens))._unsafeUnwrapErr()).toMatchObject({
      type: 'UnsupportedChallenge',
    });
  });
});

describe('resetting a password', () => {
  test('ends every sign-in of the user', async () => {
    const { pool, asked, operations } = poolOver();
    expect((await pool.resetPassword('a@b.c', '1', 'q'))._unsafeUnwrap()).toEqual({ othersSignedOut: true });
    expect(operations()).toEqual(['ConfirmForgotPassword', 'InitiateAuth', 'RespondToAuthChallenge', 'GlobalSignOut']);
    expect(asked[0]?.body).toEqual({ ClientId: 'c', Username: 'a@b.c', ConfirmationCode: '1', Password: 'q' });
    expect(asked[3]?.body).toEqual({ AccessToken: 'access2' });
  });

  test.each([
    ['RespondToAuthChallenge', () => challenged('SOFTWARE_TOKEN_MFA')],
    ['GlobalSignOut', () => createRefusal('TooManyRequestsException')],
  ])('says so if it could not end the other sign-ins: %s', async (at, answer) => {
    const { pool } = poolOver(({ operation }) => (operation === at ? answer() : undefined));
    expect((await pool.resetPassword('a@b.c', '1', 'q'))._unsafeUnwrap()).toEqual({ othersSignedOut: false });
  });

  test('fails if the code is wrong, and signs nobody in', async () => {
    const { pool, operations } = poolOver(() => createRefusal('CodeMismatchException'));
    expect((await pool.resetPassword('a@b.c', '0', 'q'))._unsafeUnwrapErr()).toMatchObject({
      type: 'CodeMismatchException',
    });
    expect(operations()).toEqual(['ConfirmForgotPassword']);
  });
});

describe('a refusal', () => {
  test.each([
    [
      { __type: 'NotAuthorizedException', message: 'no' },
      { type: 'NotAuthorizedException', message: 'no' },
    ],
    [
      { __type: 'com.amazonaws.x#LimitExceededException', Message: 'wait' },
      { type: 'LimitExceededException', message: 'wait' },
    ],
    [{ __type: 'X' }, { type: 'X', message: 'X' }],
  ])('of %j', async (body, expected) => {
    const { pool } = poolOver(() => createAmzResponse(body, 400));
    expect((await pool.signOut(tokens))._unsafeUnwrapErr()).toEqual({ kind: 'CognitoRefused', ...expected });
  });
});

describe('the pools are', () => {
  test.each([
    ['us-east-1', 'amazonaws.com'],
    ['us-gov-west-1', 'amazonaws.com'],
    ['cn-north-1', 'amazonaws.com.cn'],
    ['eusc-de-east-1', 'amazonaws.eu'],
  ])('in %s, each at its own host under %s', async (region, domain) => {
    const { cognitoEndpoint: _, ...rest } = config;
    const there = { ...rest, region, userPoolId: `${region}_x` };
    const { fetch, asked } = createFakeFetch();
    await createSession(there, createTokens(0), { fetch }).credentials();
    expect(asked.map(({ operation, url }) => [operation, url])).toEqual([
      ['InitiateAuth', `https://cognito-idp.${region}.${domain}/`],
      ['GetId', `https://cognito-identity.${region}.${domain}/`],
      ['GetCredentialsForIdentity', `https://cognito-identity.${region}.${domain}/`],
    ]);
    expect(asked[1]?.body).toEqual({
      IdentityPoolId: 'us-east-1:p',
      Logins: { [`cognito-idp.${region}.${domain}/${region}_x`]: 'id2' },
    });
    expect(asked[2]?.body).toMatchObject({ IdentityId: 'us-east-1:i' });
    expect(asked[1]?.headers.get('x-amz-target')).toBe('AWSCognitoIdentityService.GetId');
  });
});

describe('the claims of an ID token', () => {
  const createToken = (claims: unknown) => ({
    idToken: `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`,
  });
  test.each([
    [
      { sub: 's', email: 'ü@b.c', more: 1 },
      { sub: 's', email: 'ü@b.c' },
    ],
    [{ sub: 7 }, { sub: '', email: '' }],
    [[], { sub: '', email: '' }],
    ['>>>???', { sub: '', email: '' }],
  ])('%j', (claims, expected) => {
    expect(readClaims(createToken(claims))).toEqual(expected);
  });

  test.each(['', 'x', 'a.b.c', 'a.!.c'])('are empty if the token is %j', (idToken) => {
    expect(readClaims({ idToken })).toEqual({ sub: '', email: '' });
  });
});

test('a TOTP app gets the secret in a URI that names the account', () => {
  expect(createTotpUri({ secret: 'SE', email: 'a+b@c.d', issuer: 'My notes' })).toBe(
    'otpauth://totp/My%20notes:a%2Bb%40c.d?secret=SE&issuer=My%20notes',
  );
  expect(createTotpUri({ secret: 'SE', email: 'a' })).toContain('issuer=owned-notes');
});
