import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CognitoIdentityClient,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
  GetOpenIdTokenCommand,
} from '@aws-sdk/client-cognito-identity';
import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  ListUsersCommand,
  type ListUsersCommandOutput,
  ResendConfirmationCodeCommand,
  RevokeTokenCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { fromCognitoIdentityPool } from '@aws-sdk/credential-providers';
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
} from 'amazon-cognito-identity-js';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import fc from 'fast-check';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCredentials } from '../credentials.ts';
import { localCredentials } from '../dynamodb/table.ts';
import { closeServer, listen } from '../listen.ts';
import type { Mail } from '../mailbox.ts';
import { openState } from '../state.ts';
import { localUserPoolSettings } from '../template/local-stage.ts';
import { createCognitoEndpoint } from './endpoint.ts';

const region = 'us-east-1';
const UserPoolId = 'us-east-1_AbCdEfGhI';
const ClientId = '1example23456789abcdefghij';
const IdentityPoolId = 'us-east-1:06d418dd-1111-2222-3333-444455556666';
const provider = `cognito-idp.${region}.amazonaws.com/${UserPoolId}`;
const sealingKey = randomBytes(32);
const password = 'Passw0rd!';

let folder: string;
let running: Awaited<ReturnType<typeof start>>;
let now = () => Date.now();
const mails: Mail[] = [];

/** Starts both pools over the data in the folder; stopping and starting them again is a restart. */
const start = async () => {
  const state = await openState(folder);
  const credentials = createCredentials(sealingKey);
  const pools = await createCognitoEndpoint({
    ...{
      state,
      credentials,
      region,
      userPoolId: UserPoolId,
      userPoolClientId: ClientId,
      identityPoolId: IdentityPoolId,
    },
    settings: localUserPoolSettings,
    sealingKey: sealingKey.toString('base64'),
    mail: (mail) => void mails.push(mail),
    now: () => now(),
  });
  const server = createServer(pools.handle);
  const endpoint = await listen(server, 'Cognito', 0);
  return {
    endpoint,
    credentials,
    stop: async () => {
      await closeServer(server);
      await state[Symbol.asyncDispose]();
    },
  };
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'owned-notes-'));
  running = await start();
});
afterAll(async () => {
  await running?.stop();
  await rm(folder, { recursive: true, force: true });
});

const sdk = () =>
  new CognitoIdentityProviderClient({
    region,
    endpoint: running.endpoint,
    credentials: localCredentials,
    maxAttempts: 1,
  });
const identities = () => new CognitoIdentityClient({ region, endpoint: running.endpoint, maxAttempts: 1 });
let users = 0;
const newEmail = () => `user${users++}@example.com`;
const lastCode = (email: string) => mails.findLast(({ to }) => to === email)?.code ?? '';
const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

const confirmed = async (email = newEmail(), secret = password) => {
  await sdk().send(new SignUpCommand({ ClientId, Username: email, Password: secret }));
  await sdk().send(new ConfirmSignUpCommand({ ClientId, Username: email, ConfirmationCode: lastCode(email) }));
  return email;
};
const withPassword = async (email: string, secret = password) => {
  const { AuthenticationResult, ...challenge } = await sdk().send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: email, PASSWORD: secret },
    }),
  );
  const { IdToken = '', AccessToken = '', RefreshToken = '' } = AuthenticationResult ?? {};
  return { IdToken, AccessToken, RefreshToken, challenge };
};
const refresh = (token: string) =>
  sdk().send(
    new InitiateAuthCommand({ ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: { REFRESH_TOKEN: token } }),
  );

/** A user of amazon-cognito-identity-js, which signs in with SRP. */
const srpUser = (email: string) => {
  const values = new Map<string, string>();
  const Storage = {
    setItem: (key: string, value: string) => values.set(key, value),
    getItem: (key: string) => values.get(key) ?? null,
    removeItem: (key: string) => values.delete(key),
    clear: () => values.clear(),
  } as unknown as Storage;
  const Pool = new CognitoUserPool({ UserPoolId, ClientId, endpoint: running.endpoint, Storage });
  const user = new CognitoUser({ Username: email, Pool, Storage });
  const signIn = (secret: string, newPassword?: string) =>
    new Promise<CognitoUserSession>((resolve, reject) => {
      const handlers = { onSuccess: resolve, onFailure: reject };
      user.authenticateUser(new AuthenticationDetails({ Username: email, Password: secret }), {
        ...handlers,
        newPasswordRequired: () =>
          newPassword === undefined
            ? reject(new Error('new password'))
            : user.completeNewPasswordChallenge(newPassword, {}, handlers),
      });
    });
  return { user, signIn };
};

describe('amazon-cognito-identity-js, unmodified', () => {
  test('signs in with SRP, whatever the password', async () => {
    const secret = fc
      .string({ unit: 'grapheme', maxLength: 20 })
      .map((some) => `${some}aA1!bcde`)
      .filter((some) => some.trim() === some && some.isWellFormed());
    await fc.assert(
      fc.asyncProperty(secret, async (secret) => {
        const session = await srpUser(await confirmed(newEmail(), secret)).signIn(secret);
        expect(session.isValid()).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  test('is refused with a wrong password, as an unknown user, and as a user who is not confirmed', async () => {
    const email = await confirmed();
    const incorrect = { code: 'NotAuthorizedException', message: 'Incorrect username or password.' };
    await expect(srpUser(email).signIn('Wr0ngPassw0rd!')).rejects.toMatchObject(incorrect);
    await expect(srpUser('nobody@example.com').signIn(password)).rejects.toMatchObject(incorrect);
    const unconfirmed = newEmail();
    await sdk().send(new SignUpCommand({ ClientId, Username: unconfirmed, Password: password }));
    await expect(srpUser(unconfirmed).signIn('Wr0ngPassw0rd!')).rejects.toMatchObject(incorrect);
    await expect(srpUser(unconfirmed).signIn(password)).rejects.toMatchObject({ code: 'UserNotConfirmedException' });
  });

  test('signs up, confirms, reads attributes, changes the password, refreshes its session, signs out', async () => {
    const email = newEmail();
    const Pool = new CognitoUserPool({ UserPoolId, ClientId, endpoint: running.endpoint });
    await new Promise((resolve, reject) =>
      Pool.signUp(email, password, [], [], (error, result) => (error ? reject(error) : resolve(result))),
    );
    const { user, signIn } = srpUser(email);
    const done = (run: (callback: (error?: Error | null, result?: unknown) => void) => void) =>
      new Promise((resolve, reject) => run((error, result) => (error ? reject(error) : resolve(result))));
    await done((callback) => user.confirmRegistration(lastCode(email), false, callback));
    await signIn(password);
    const attributes = await done((callback) => user.getUserAttributes(callback as never));
    expect(
      Object.fromEntries((attributes as { Name: string; Value: string }[]).map(({ Name, Value }) => [Name, Value])),
    ).toMatchObject({ email, email_verified: 'true' });
    await expect(
      done((callback) => user.changePassword('Wr0ngPassw0rd!', 'NewPassw0rd!', callback as never)),
    ).rejects.toThrow('Incorrect');
    await done((callback) => user.changePassword(password, 'NewPassw0rd!', callback as never));
    await expect(signIn(password)).rejects.toThrow('Incorrect');
    const session = await signIn('NewPassw0rd!');
    const refreshed = await done((callback) => user.refreshSession(session.getRefreshToken(), callback));
    expect((refreshed as CognitoUserSession).isValid()).toBe(true);
    await new Promise<void>((resolve, reject) => user.globalSignOut({ onSuccess: () => resolve(), onFailure: reject }));
    await expect(refresh(session.getRefreshToken().getToken())).rejects.toThrow('revoked');
  });

  test('sets a new password where an administrator gave a temporary one', async () => {
    const email = newEmail();
    await sdk().send(new AdminCreateUserCommand({ UserPoolId, Username: email }));
    const temporary = lastCode(email);
    const { signIn } = srpUser(email);
    await expect(signIn(temporary)).rejects.toThrow('new password');
    await expect(signIn(temporary, 'weak')).rejects.toMatchObject({ code: 'InvalidPasswordException' });
    expect((await signIn(temporary, password)).isValid()).toBe(true);
    expect((await signIn(password)).isValid()).toBe(true);
  });
});

describe('an SRP sign-in', () => {
  test('accepts each secret block once, so that a proof cannot be replayed', async () => {
    const email = await confirmed();
    const requests: string[] = [];
    const { fetch } = globalThis;
    globalThis.fetch = (url, init) => {
      requests.push(String(init?.body));
      return fetch(url, init);
    };
    await srpUser(email)
      .signIn(password)
      .finally(() => {
        globalThis.fetch = fetch;
      });
    const proof = requests.find((body) => body.includes('PASSWORD_CLAIM_SIGNATURE'));
    const replay = await fetch(running.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.RespondToAuthChallenge' },
      body: proof ?? '',
    });
    expect(replay.status).toBe(400);
    expect(await replay.json()).toMatchObject({ __type: 'NotAuthorizedException' });
  });

  test.each(['0', '00', 'ff'.repeat(385), 'xyz'])('is refused with the public value %.10s', async (SRP_A) => {
    const email = await confirmed();
    const begun = sdk().send(
      new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME: email, SRP_A } }),
    );
    await expect(begun).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('of an unknown user looks like that of a known one, the same each time', async () => {
    const begin = (USERNAME: string) =>
      sdk().send(
        new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME, SRP_A: 'abc' } }),
      );
    const somebody = (await begin(await confirmed())).ChallengeParameters ?? {};
    const nobody = (await begin('nobody@example.com')).ChallengeParameters ?? {};
    const again = (await begin('Nobody@example.com')).ChallengeParameters ?? {};
    expect(Object.keys(nobody)).toEqual(Object.keys(somebody));
    expect(nobody.SALT).toBe(again.SALT);
    expect(nobody.USER_ID_FOR_SRP).toBe(again.USER_ID_FOR_SRP);
    expect(nobody.USER_ID_FOR_SRP).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(nobody.SALT?.length).toBe(somebody.SALT?.length);
  });
});

describe('the SDK’s client-cognito-identity-provider, unmodified', () => {
  test('administers users', async () => {
    const email = newEmail();
    await sdk().send(
      new AdminCreateUserCommand({
        UserPoolId,
        Username: email,
        TemporaryPassword: password,
        MessageAction: 'SUPPRESS',
      }),
    );
    expect((await withPassword(email)).challenge.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    await sdk().send(
      new AdminSetUserPasswordCommand({ UserPoolId, Username: email, Password: 'Other1Pass!', Permanent: true }),
    );
    expect((await withPassword(email, 'Other1Pass!')).IdToken).not.toBe('');
    const user = await sdk().send(new AdminGetUserCommand({ UserPoolId, Username: email.toUpperCase() }));
    expect(user).toMatchObject({ UserStatus: 'CONFIRMED', Enabled: true, UserCreateDate: expect.any(Date) });
    const { Users = [] } = await sdk().send(new ListUsersCommand({ UserPoolId, Filter: `email = "${email}"` }));
    expect(Users.map(({ Username }) => Username)).toEqual([user.Username]);
    const signedUp = newEmail();
    await sdk().send(new SignUpCommand({ ClientId, Username: signedUp, Password: password }));
    await sdk().send(new AdminConfirmSignUpCommand({ UserPoolId, Username: signedUp }));
    expect((await withPassword(signedUp)).IdToken).not.toBe('');
  });

  test('lists all users, page by page', async () => {
    await confirmed();
    await confirmed();
    const seen: (string | undefined)[] = [];
    for (let token: string | undefined = ''; token !== undefined; ) {
      const { Users = [], PaginationToken }: ListUsersCommandOutput = await sdk().send(
        new ListUsersCommand({ UserPoolId, Limit: 1, ...(token && { PaginationToken: token }) }),
      );
      seen.push(...Users.map(({ Username }) => Username));
      token = PaginationToken;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(1);
  });

  test('signs up each address once, whatever its case, even concurrently', async () => {
    const email = newEmail();
    const signUps = await Promise.allSettled(
      [email, email.toUpperCase(), email, email].map((Username) =>
        sdk().send(new SignUpCommand({ ClientId, Username, Password: password })),
      ),
    );
    expect(signUps.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test.each(['Sh0rt!', 'nouppercase1!', 'NOLOWERCASE1!', 'NoNumber!!', 'NoSymbol11', `${'aA1!'.repeat(64)}a`])(
    'refuses the password %.12s',
    async (weak) => {
      const signUp = sdk().send(new SignUpCommand({ ClientId, Username: newEmail(), Password: weak }));
      await expect(signUp).rejects.toMatchObject({ name: 'InvalidPasswordException' });
    },
  );

  test('resets a forgotten password with a code that works once and allows five tries', async () => {
    const email = await confirmed();
    const reset = (ConfirmationCode: string) =>
      sdk().send(
        new ConfirmForgotPasswordCommand({ ClientId, Username: email, ConfirmationCode, Password: 'NewPassw0rd!' }),
      );
    await sdk().send(new ForgotPasswordCommand({ ClientId, Username: email }));
    const code = lastCode(email);
    for (let i = 0; i < 5; i++)
      await expect(reset(wrong(code))).rejects.toMatchObject({ name: 'CodeMismatchException' });
    await expect(reset(code)).rejects.toMatchObject({ name: 'LimitExceededException' });
    await sdk().send(new ForgotPasswordCommand({ ClientId, Username: email }));
    await reset(lastCode(email));
    await expect(reset(lastCode(email))).rejects.toMatchObject({ name: 'ExpiredCodeException' });
    expect((await withPassword(email, 'NewPassw0rd!')).IdToken).not.toBe('');
  });

  test('refuses an expired code', async () => {
    const email = newEmail();
    await sdk().send(new SignUpCommand({ ClientId, Username: email, Password: password }));
    const code = lastCode(email);
    now = () => Date.now() + 25 * 3_600_000;
    const late = sdk().send(new ConfirmSignUpCommand({ ClientId, Username: email, ConfirmationCode: code }));
    await expect(late).rejects.toMatchObject({ name: 'ExpiredCodeException' });
    now = () => Date.now();
    await sdk().send(new ResendConfirmationCodeCommand({ ClientId, Username: email }));
    await sdk().send(new ConfirmSignUpCommand({ ClientId, Username: email, ConfirmationCode: lastCode(email) }));
  });

  test('does not reveal who has signed up', async () => {
    const Username = 'nobody@example.com';
    const answer = await sdk().send(new ForgotPasswordCommand({ ClientId, Username }));
    expect(answer.CodeDeliveryDetails).toMatchObject({ Destination: 'n***@e***' });
    await sdk().send(new ResendConfirmationCodeCommand({ ClientId, Username }));
    expect(mails.filter(({ to }) => to === Username)).toEqual([]);
  });

  test('revokes a sign-in with all its tokens, and no other', async () => {
    const email = await confirmed();
    const [one, other] = [await withPassword(email), await withPassword(email)];
    await sdk().send(new RevokeTokenCommand({ ClientId, Token: one.RefreshToken }));
    await expect(refresh(one.RefreshToken)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await expect(sdk().send(new GetUserCommand({ AccessToken: one.AccessToken }))).rejects.toThrow('revoked');
    await sdk().send(new GetUserCommand({ AccessToken: other.AccessToken }));
    await sdk().send(new GlobalSignOutCommand({ AccessToken: other.AccessToken }));
    await expect(refresh(other.RefreshToken)).rejects.toThrow('revoked');
  });

  test('is refused with another client, another pool, or an ID token in place of an access token', async () => {
    const email = await confirmed();
    const { IdToken } = await withPassword(email);
    const of = { Username: email, Password: password };
    await expect(sdk().send(new SignUpCommand({ ...of, ClientId: 'another' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await expect(
      sdk().send(new AdminGetUserCommand({ Username: email, UserPoolId: `${UserPoolId}x` })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(sdk().send(new GetUserCommand({ AccessToken: IdToken }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });
});

describe('aws-jwt-verify, unmodified', () => {
  test('verifies the tokens with the published keys', async () => {
    const tokens = await withPassword(await confirmed());
    const jwks = await (await fetch(`${running.endpoint}/${UserPoolId}/.well-known/jwks.json`)).json();
    for (const [tokenUse, token] of [
      ['id', tokens.IdToken],
      ['access', tokens.AccessToken],
    ] as const) {
      const verifier = CognitoJwtVerifier.create({ userPoolId: UserPoolId, clientId: ClientId, tokenUse });
      verifier.cacheJwks(jwks as never);
      expect(await verifier.verify(token)).toMatchObject({ token_use: tokenUse });
    }
  });
});

describe('fromCognitoIdentityPool, unmodified', () => {
  const createCredentials = (IdToken: string) =>
    fromCognitoIdentityPool({
      identityPoolId: IdentityPoolId,
      logins: { [provider]: IdToken },
      clientConfig: { region, endpoint: running.endpoint, maxAttempts: 1 },
    })();

  test('gets credentials that are sealed for the user’s one identity', async () => {
    const email = await confirmed();
    const [first, second] = [await withPassword(email), await withPassword(email)];
    const credentials = await createCredentials(first.IdToken);
    expect(credentials.identityId).toMatch(/^us-east-1:[0-9a-f-]{36}$/);
    expect((await createCredentials(second.IdToken)).identityId).toBe(credentials.identityId);
    expect((await createCredentials((await withPassword(await confirmed())).IdToken)).identityId).not.toBe(
      credentials.identityId,
    );
    const { Username: sub } = await sdk().send(new AdminGetUserCommand({ UserPoolId, Username: email }));
    expect(running.credentials.open(credentials.sessionToken ?? '')).toMatchObject({
      accessKeyId: credentials.accessKeyId,
      principal: {
        identityId: credentials.identityId,
        identityPoolId: IdentityPoolId,
        amr: ['authenticated', provider, `${provider}:CognitoSignIn:${sub}`],
      },
    });
    expect(running.credentials.secretKey(credentials.accessKeyId)).toBe(credentials.secretAccessKey);
  });
});

describe('the identity pool refuses', () => {
  const getId = (Logins?: Record<string, string>, pool = IdentityPoolId) =>
    identities().send(new GetIdCommand({ IdentityPoolId: pool, ...(Logins && { Logins }) }));
  const notAuthorized = { name: 'NotAuthorizedException' };

  test('a user who has not signed in, and an unknown pool', async () => {
    const { IdToken } = await withPassword(await confirmed());
    await expect(getId()).rejects.toMatchObject(notAuthorized);
    await expect(getId({})).rejects.toMatchObject(notAuthorized);
    await expect(getId({ [provider]: IdToken }, `${IdentityPoolId}0`)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test('a login with another provider, or with one more', async () => {
    const { IdToken } = await withPassword(await confirmed());
    await expect(getId({ 'accounts.google.com': IdToken })).rejects.toMatchObject(notAuthorized);
    await expect(getId({ [provider]: IdToken, 'accounts.google.com': IdToken })).rejects.toMatchObject(notAuthorized);
    await expect(getId({ [`${provider}x`]: IdToken })).rejects.toMatchObject(notAuthorized);
  });

  test('an access token, and an altered, forged or expired ID token', async () => {
    const { IdToken, AccessToken } = await withPassword(await confirmed());
    await expect(getId({ [provider]: AccessToken })).rejects.toMatchObject(notAuthorized);
    const [header = '', payload = '', signature = ''] = IdToken.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const altered = Buffer.from(JSON.stringify({ ...claims, sub: 'another' })).toString('base64url');
    await expect(getId({ [provider]: `${header}.${altered}.${signature}` })).rejects.toMatchObject(notAuthorized);
    const unsigned = Buffer.from('{"alg":"none"}').toString('base64url');
    await expect(getId({ [provider]: `${unsigned}.${payload}.` })).rejects.toMatchObject(notAuthorized);
    // Signed with the public key as an HMAC's secret: the old algorithm-confusion attack.
    const jwks = await (await fetch(`${running.endpoint}/${UserPoolId}/.well-known/jwks.json`)).json();
    const confused = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .sign(Buffer.from(JSON.stringify(jwks)));
    await expect(getId({ [provider]: confused })).rejects.toMatchObject(notAuthorized);
    now = () => Date.now() + 3_601_000;
    await expect(getId({ [provider]: IdToken })).rejects.toMatchObject(notAuthorized);
    now = () => Date.now();
  });

  test('another user’s identity', async () => {
    const [ann, bob] = [await withPassword(await confirmed()), await withPassword(await confirmed())];
    const { IdentityId } = await getId({ [provider]: ann.IdToken });
    for (const Command of [GetCredentialsForIdentityCommand, GetOpenIdTokenCommand]) {
      await identities().send(new Command({ IdentityId, Logins: { [provider]: ann.IdToken } }) as never);
      const foreign = identities().send(new Command({ IdentityId, Logins: { [provider]: bob.IdToken } }) as never);
      await expect(foreign).rejects.toMatchObject(notAuthorized);
    }
  });
});

describe('after a restart', () => {
  test('users, tokens, revocations and identities are unchanged', async () => {
    const email = await confirmed();
    const [kept, revoked] = [await withPassword(email), await withPassword(email)];
    await sdk().send(new RevokeTokenCommand({ ClientId, Token: revoked.RefreshToken }));
    const Logins = { [provider]: kept.IdToken };
    const { IdentityId } = await identities().send(new GetIdCommand({ IdentityPoolId, Logins }));
    await running.stop();
    running = await start();
    expect((await srpUser(email).signIn(password)).isValid()).toBe(true);
    expect((await refresh(kept.RefreshToken)).AuthenticationResult?.IdToken).toBeDefined();
    await expect(refresh(revoked.RefreshToken)).rejects.toThrow('revoked');
    expect((await identities().send(new GetIdCommand({ IdentityPoolId, Logins }))).IdentityId).toBe(IdentityId);
  });
});

describe('the stored data', () => {
  test('holds the users, and none of their passwords', async () => {
    const secret = 'C4nary-in-the-mine!';
    const email = await confirmed('canary@example.com', secret);
    await srpUser(email).signIn(secret);
    const files = await readdir(join(folder, 'state'));
    const kept = Buffer.concat(await Promise.all(files.map((name) => readFile(join(folder, 'state', name)))));
    expect(kept.includes(email)).toBe(true);
    expect(kept.includes(secret)).toBe(false);
  });
});

describe('the endpoint', () => {
  const post = (target: string, body: string, headers: Record<string, string> = {}) =>
    fetch(running.endpoint, { method: 'POST', headers: { 'x-amz-target': target, ...headers }, body });
  const idp = 'AWSCognitoIdentityProviderService';

  test.each([
    [`${idp}.Nothing`, '{}', 'UnknownOperationException'],
    [`${idp}.toString`, '{}', 'UnknownOperationException'],
    ['__proto__.SignUp', '{}', 'UnknownOperationException'],
    [`${idp}.SignUp`, '{', 'SerializationException'],
    [`${idp}.SignUp`, '[]', 'SerializationException'],
    [`${idp}.SignUp`, '{}', 'InvalidParameterException'],
    [`${idp}.SignUp`, '{"ClientId":1}', 'InvalidParameterException'],
    [`${idp}.InitiateAuth`, `{"ClientId":"${ClientId}","AuthFlow":"constructor"}`, 'InvalidParameterException'],
    [
      `${idp}.InitiateAuth`,
      `{"ClientId":"${ClientId}","AuthFlow":"USER_SRP_AUTH","AuthParameters":[]}`,
      'InvalidParameterException',
    ],
    [`${idp}.ListUsers`, `{"UserPoolId":"${UserPoolId}"}`, 'MissingAuthenticationTokenException'],
  ])('refuses %s with the body %s: 400 %s', async (target, body, type) => {
    const response = await post(target, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ __type: type });
  });

  test('lets web pages sign in, but not administer', async () => {
    const headers = { origin: 'https://notes.example.com', authorization: 'AWS4-HMAC-SHA256 Credential=x' };
    const signIn = await post(`${idp}.InitiateAuth`, '{}', headers);
    expect(signIn.headers.get('access-control-allow-origin')).toBe('*');
    const list = await post(`${idp}.ListUsers`, `{"UserPoolId":"${UserPoolId}"}`, headers);
    expect(await list.json()).toMatchObject({ __type: 'AccessDeniedException' });
  });
});
