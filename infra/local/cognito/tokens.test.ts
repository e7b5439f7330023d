import { type CryptoKey, generateKeyPair, importJWK, importPKCS8, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { localUserPoolSettings } from '../template/local-stage.ts';
import { ClientId, identityPoolId, provider, readClaims, startTestPools, type TestPools } from './test-pools.ts';

let pools: TestPools;
let key: CryptoKey;
let id: { readonly token: string; readonly claims: JWTPayload };
let access: { readonly token: string; readonly claims: JWTPayload };
let kid: string;
beforeAll(async () => {
  pools = await startTestPools();
  // The pool's own key, so that a forgery fails for its claims and not for its signature.
  key = await importPKCS8((await pools.state.get<string>('cognito/signing-key')) ?? '', 'RS256');
  const { email } = await pools.confirmed();
  const { IdToken, AccessToken } = (await pools.signIn(email)).body.AuthenticationResult;
  id = { token: IdToken, claims: readClaims(IdToken) };
  access = { token: AccessToken, claims: readClaims(AccessToken) };
  kid = JSON.parse(Buffer.from(IdToken.split('.')[0], 'base64url').toString()).kid;
});
afterAll(() => pools?.[Symbol.asyncDispose]());

const minute = 60;
const signed = (claims: Record<string, unknown>, by: CryptoKey | Uint8Array = key, alg = 'RS256') =>
  new SignJWT(claims).setProtectedHeader({ alg, kid }).sign(by);
const isIdToken = async (IdToken: string) =>
  (await pools.identities('GetId', { IdentityPoolId: identityPoolId, Logins: { [provider]: IdToken } })).status === 200;
const isAccessToken = async (AccessToken: string) => (await pools.ask('GetUser', { AccessToken })).status === 200;

describe('the pool’s keys', () => {
  test('are a single RSA key, whose id every token names', async () => {
    const answer = await fetch(`${pools.endpoint}/us-east-1_AbCdEfGhI/.well-known/jwks.json`);
    const { keys } = JSON.parse(await answer.text());
    expect(keys).toEqual([
      { kty: 'RSA', alg: 'RS256', use: 'sig', e: 'AQAB', kid, n: expect.stringMatching(/^.{342}$/) },
    ]);
    expect(kid).toBe(keys[0].n.slice(0, 43));
    for (const { token } of [id, access])
      expect(
        (await jwtVerify(token, await importJWK(keys[0]), { algorithms: ['RS256'] })).payload.token_use,
      ).toBeDefined();
  });

  test('sign the identity pool’s OpenID token, which is valid for ten minutes', async () => {
    const Logins = { [provider]: id.token };
    const { IdentityId } = (await pools.identities('GetId', { IdentityPoolId: identityPoolId, Logins })).body;
    const { Token } = (await pools.identities('GetOpenIdToken', { IdentityId, Logins })).body;
    const { iat, exp, jti, ...claims } = readClaims(Token);
    expect(claims).toEqual({
      ...{ sub: IdentityId, aud: identityPoolId, iss: 'https://cognito-identity.amazonaws.com' },
      amr: ['authenticated', provider, `${provider}:CognitoSignIn:${id.claims.sub}`],
    });
    expect([exp - iat, typeof jti]).toEqual([600, 'string']);
  });

  test.each([
    ['a malformed', 'Invalid Access Token', async () => 'x.y.z'],
    [
      'a revoked',
      'Access Token has been revoked',
      async () => {
        const { email } = await pools.confirmed();
        const { AccessToken } = (await pools.signIn(email)).body.AuthenticationResult;
        await pools.ask('GlobalSignOut', { AccessToken });
        return AccessToken;
      },
    ],
  ])('refuse %s access token: %s', async (_, message, token) => {
    expect((await pools.ask('GetUser', { AccessToken: await token() })).body.message).toBe(message);
  });
});

describe('an ID token', () => {
  test('is accepted as the pool signs it', async () => {
    expect(await isIdToken(id.token)).toBe(true);
    expect(await isIdToken(await signed(id.claims))).toBe(true);
  });

  test('is not accepted as an access token, nor an access token as an ID token', async () => {
    expect(await isIdToken(access.token)).toBe(false);
    expect(await isAccessToken(id.token)).toBe(false);
    expect(await isIdToken(await signed({ ...access.claims, token_use: 'id' }))).toBe(false);
    expect(await isAccessToken(await signed({ ...id.claims, token_use: 'access' }))).toBe(false);
  });

  const seconds = () => Math.floor(Date.now() / 1000);
  test.each<[string, Record<string, unknown>]>([
    ['another client', { aud: 'another' }],
    ['another client besides its own', { aud: [ClientId, 'another'] }],
    ['no client', { aud: undefined }],
    ['another issuer', { iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Another00' }],
    ['no issuer', { iss: undefined }],
    ['another use', { token_use: 'access' }],
    ['no use', { token_use: undefined }],
    ['a past expiry', { exp: seconds() - 1 }],
    ['no expiry', { exp: undefined }],
    ['an expiry that is not a number', { exp: 'never' }],
    ['a start in the future', { nbf: seconds() + minute }],
    ['no user', { sub: undefined }],
    ['another user', { sub: crypto.randomUUID() }],
    ['no sign-in', { origin_jti: undefined }],
    ['another sign-in', { origin_jti: crypto.randomUUID() }],
  ])('with %s is refused, though the pool signed it', async (_, claims) => {
    expect(await isIdToken(await signed({ ...id.claims, ...claims }))).toBe(false);
  });

  test('with another key, another algorithm or none is refused', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    expect(await isIdToken(await signed(id.claims, privateKey))).toBe(false);
    const { privateKey: larger } = await generateKeyPair('RS512');
    expect(await isIdToken(await signed(id.claims, larger, 'RS512'))).toBe(false);
    const jwks = await (await fetch(`${pools.endpoint}/us-east-1_AbCdEfGhI/.well-known/jwks.json`)).text();
    expect(await isIdToken(await signed(id.claims, Buffer.from(jwks), 'HS256'))).toBe(false);
    const [, payload] = id.token.split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    for (const forged of [
      `${none}.${payload}.`,
      `${none}.${payload}`,
      id.token.slice(0, -2),
      `${id.token}AA`,
      'x',
      '..',
    ])
      expect(await isIdToken(forged)).toBe(false);
  });

  test('with any character changed is refused', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    for (let at = 0; at < id.token.length - 4; at += 37) {
      const letter = id.token[at] ?? '';
      const other = letter === '.' ? 'A' : (alphabet[(alphabet.indexOf(letter) + 17) % 64] ?? '');
      expect(await isIdToken(`${id.token.slice(0, at)}${other}${id.token.slice(at + 1)}`)).toBe(false);
    }
  });
});

describe('an access token', () => {
  test.each<[string, Record<string, unknown>]>([
    ['another client', { client_id: 'another' }],
    ['no client', { client_id: undefined }],
    ['another issuer', { iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Another00' }],
    ['another use', { token_use: 'id' }],
    ['a past expiry', { exp: 1 }],
    ['another user', { sub: crypto.randomUUID() }],
    ['another sign-in', { origin_jti: crypto.randomUUID() }],
  ])('with %s is refused, though the pool signed it', async (_, claims) => {
    expect(await isAccessToken(await signed(access.claims))).toBe(true);
    expect(await isAccessToken(await signed({ ...access.claims, ...claims }))).toBe(false);
  });

  test('has the claims that Cognito’s has', () => {
    expect(access.claims).toEqual({
      ...{ sub: id.claims.sub, username: id.claims.sub, client_id: ClientId, token_use: 'access' },
      ...{ iss: id.claims.iss, scope: 'aws.cognito.signin.user.admin', origin_jti: id.claims.origin_jti },
      ...{ iat: expect.any(Number), exp: expect.any(Number), auth_time: expect.any(Number) },
      ...{ jti: expect.any(String), event_id: expect.any(String) },
    });
    expect(id.claims).toMatchObject({
      ...{ iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEfGhI', aud: ClientId, token_use: 'id' },
      ...{ 'cognito:username': id.claims.sub, email_verified: true },
    });
    expect(id.claims.jti).not.toBe(access.claims.jti);
  });
});

describe('tokens', () => {
  test('last as long as the settings declare', async () => {
    const client = { ...localUserPoolSettings.client, idTokenMinutes: 5, accessTokenMinutes: 10, refreshTokenDays: 2 };
    await using other = await startTestPools({ ...localUserPoolSettings, client });
    const { email } = await other.confirmed();
    const { IdToken, AccessToken, RefreshToken, ExpiresIn } = (await other.signIn(email)).body.AuthenticationResult;
    expect(ExpiresIn).toBe(600);
    const lifetime = ({ exp = 0, iat = 0 }: JWTPayload) => (exp - iat) / minute;
    expect([lifetime(readClaims(IdToken)), lifetime(readClaims(AccessToken))]).toEqual([5, 10]);
    const idGood = async () =>
      (await other.identities('GetId', { IdentityPoolId: identityPoolId, Logins: { [provider]: IdToken } })).status;
    const accessGood = async () => (await other.ask('GetUser', { AccessToken })).status;
    other.pass((5 * minute - 2) * 1000);
    expect([await idGood(), await accessGood()]).toEqual([200, 200]);
    other.pass(4000);
    expect([await idGood(), await accessGood()]).toEqual([400, 200]);
    other.pass(5 * minute * 1000);
    expect([await idGood(), await accessGood()]).toEqual([400, 400]);
    other.pass((48 * 60 - 11) * minute * 1000);
    expect((await other.refresh(RefreshToken)).status).toBe(200);
    other.pass(2 * minute * 1000);
    expect(await other.refresh(RefreshToken)).toMatchObject({
      type: 'NotAuthorizedException',
      body: { message: expect.stringContaining('expired') },
    });
    // Expired sign-ins are deleted.
    const kept = async () => (await other.state.entries('cognito/sign-in/')).length;
    expect(await kept()).toBe(1);
    await other.signIn(email);
    expect(await kept()).toBe(1);
  });

  test('stay valid for the identity pool after a sign-out if it does not check them with the user pool', async () => {
    await using other = await startTestPools({
      ...localUserPoolSettings,
      identityPool: { serverSideTokenCheck: false },
    });
    const { email } = await other.confirmed();
    const { IdToken, AccessToken } = (await other.signIn(email)).body.AuthenticationResult;
    await other.ask('GlobalSignOut', { AccessToken });
    const asked = { IdentityPoolId: identityPoolId, Logins: { [provider]: IdToken } };
    expect((await other.identities('GetId', asked)).status).toBe(200);
  });
});

describe('GetTokensFromRefreshToken', () => {
  const get = (at: TestPools, RefreshToken: string, client = ClientId) =>
    at.ask('GetTokensFromRefreshToken', { ClientId: client, RefreshToken });

  test('returns tokens of the same sign-in, without a new refresh token', async () => {
    const { email } = await pools.confirmed();
    const { RefreshToken, IdToken } = (await pools.signIn(email)).body.AuthenticationResult;
    for (const _ of ['once', 'twice']) {
      const { AuthenticationResult: given } = (await get(pools, RefreshToken)).body;
      expect(given).toEqual({
        ...{ IdToken: expect.any(String), AccessToken: expect.any(String), ExpiresIn: 3600, TokenType: 'Bearer' },
      });
      expect(readClaims(given.IdToken).origin_jti).toBe(readClaims(IdToken).origin_jti);
    }
    expect(await get(pools, 'x')).toMatchObject({ type: 'NotAuthorizedException' });
    expect(await get(pools, RefreshToken, 'another')).toMatchObject({ type: 'ResourceNotFoundException' });
    await pools.ask('RevokeToken', { ClientId, Token: RefreshToken });
    expect(await get(pools, RefreshToken)).toMatchObject({ type: 'NotAuthorizedException' });
  });

  test('with rotation replaces the refresh token, whose use after a grace period is refused as reuse', async () => {
    const client = { ...localUserPoolSettings.client, refreshTokenRotation: { graceSeconds: 10 } };
    await using other = await startTestPools({ ...localUserPoolSettings, client });
    const { email } = await other.confirmed();
    const { RefreshToken: first } = (await other.signIn(email)).body.AuthenticationResult;
    expect(await other.refresh(first)).toMatchObject({ type: 'InvalidParameterException' });
    const second = (await get(other, first)).body.AuthenticationResult.RefreshToken;
    expect(second).not.toBe(first);
    other.pass(9000);
    // A client that lost the answer retries.
    expect((await get(other, first)).body.AuthenticationResult.RefreshToken).toEqual(expect.any(String));
    other.pass(1000);
    expect(await get(other, first)).toMatchObject({ type: 'RefreshTokenReuseException' });
    const third = (await get(other, second)).body.AuthenticationResult.RefreshToken;
    expect(await get(other, first)).toMatchObject({ type: 'RefreshTokenReuseException' });
    expect((await get(other, third)).status).toBe(200);
    await other.ask('RevokeToken', { ClientId, Token: second });
    expect(await get(other, third)).toMatchObject({ type: 'NotAuthorizedException' });
  });

  test('returns nothing for a disabled user', async () => {
    const { email } = await pools.confirmed();
    const { RefreshToken } = (await pools.signIn(email)).body.AuthenticationResult;
    await pools.admin('AdminDisableUser', { Username: email });
    expect(await get(pools, RefreshToken)).toMatchObject({ type: 'NotAuthorizedException' });
  });
});
