import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { calculateCode } from '../../../test/kit/totp.ts';
import { localUserPoolSettings } from '../template/local-stage.ts';
import { ClientId, createWrongCode, startTestPools, type TestPools } from './test-pools.ts';
import { createTotpSecret, findCounter } from './totp.ts';

let pools: TestPools;
beforeAll(async () => {
  pools = await startTestPools();
});
afterAll(() => pools?.[Symbol.asyncDispose]());

const step = 30_000;
const preference = (AccessToken: string, Enabled: boolean, PreferredMfa = Enabled) =>
  pools.ask('SetUserMFAPreference', { AccessToken, SoftwareTokenMfaSettings: { Enabled, PreferredMfa } });

/** Creates a user with an app set up; with `turnedOn`, sign-ins ask for its code. */
const somebody = async (turnedOn = true) => {
  const { email, sub } = await pools.confirmed();
  const { AccessToken } = (await pools.signIn(email)).body.AuthenticationResult;
  const secret: string = (await pools.ask('AssociateSoftwareToken', { AccessToken })).body.SecretCode;
  const code = () => calculateCode(secret, pools.now());
  const verified = await pools.ask('VerifySoftwareToken', { AccessToken, UserCode: code() });
  expect(verified.body).toEqual({ Status: 'SUCCESS' });
  if (turnedOn) expect((await preference(AccessToken, true)).status).toBe(200);
  // The code that verified the app cannot be used again.
  pools.pass(step);
  return { email, sub, AccessToken, secret, code };
};
const answer = (Session: string, USERNAME: string, SOFTWARE_TOKEN_MFA_CODE: string) =>
  pools.ask('RespondToAuthChallenge', {
    ...{ ClientId, ChallengeName: 'SOFTWARE_TOKEN_MFA', Session },
    ChallengeResponses: { USERNAME, SOFTWARE_TOKEN_MFA_CODE },
  });
const challenged = async (email: string) => {
  const { body } = await pools.signIn(email);
  expect(body).toMatchObject({ ChallengeName: 'SOFTWARE_TOKEN_MFA', Session: expect.any(String) });
  return body as { readonly Session: string; readonly ChallengeParameters: Record<string, string> };
};

describe('the codes of an app', () => {
  test('are those of RFC 6238', () => {
    // Appendix B, the secret "12345678901234567890" in base32, the last six digits.
    const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
    for (const [seconds, code] of [
      [59, '287082'],
      [1111111109, '081804'],
      [1234567890, '005924'],
      [20000000000, '353130'],
    ] as const) {
      expect(findCounter(secret, code, seconds * 1000)).toBe(Math.floor(seconds / 30));
      expect(findCounter(secret, createWrongCode(code), seconds * 1000)).not.toBe(Math.floor(seconds / 30));
    }
  });

  test('are accepted one step early or late, and no further off', () => {
    const secret = createTotpSecret();
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(createTotpSecret()).not.toBe(secret);
    const now = 1_795_410_000_000;
    const counters = [-2, -1, 0, 1, 2].map((off) => findCounter(secret, calculateCode(secret, now + off * step), now));
    expect(counters.map((counter) => counter !== undefined)).toEqual([false, true, true, true, false]);
  });
});

describe('a second factor', () => {
  test('is asked for after the password, once it is turned on', async () => {
    const { email, sub, AccessToken, code } = await somebody(false);
    expect((await pools.signIn(email)).body).toHaveProperty('AuthenticationResult');
    expect((await pools.ask('GetUser', { AccessToken })).body).not.toHaveProperty('UserMFASettingList');
    await preference(AccessToken, true);
    expect((await pools.ask('GetUser', { AccessToken })).body).toMatchObject({
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
      PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
    });
    expect((await pools.admin('AdminGetUser', { Username: email })).body).toMatchObject({
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
    });
    expect((await pools.signIn(email, 'Wr0ng-one!')).type).toBe('NotAuthorizedException');
    const { Session, ChallengeParameters } = await challenged(email);
    expect(ChallengeParameters.USER_ID_FOR_SRP).toBe(sub);
    const { AuthenticationResult } = (await answer(Session, sub, code())).body;
    expect(AuthenticationResult).toMatchObject({ AccessToken: expect.any(String), RefreshToken: expect.any(String) });
    expect((await pools.refresh(AuthenticationResult.RefreshToken)).status).toBe(200);
  });

  test('is asked for if it is on but not preferred, and no longer once it is off', async () => {
    const { email, AccessToken } = await somebody(false);
    await preference(AccessToken, true, false);
    await challenged(email);
    expect((await pools.ask('GetUser', { AccessToken })).body).not.toHaveProperty('PreferredMfaSetting');
    await preference(AccessToken, false);
    expect((await pools.signIn(email)).body).toHaveProperty('AuthenticationResult');
  });

  test('accepts each code once, even across sign-ins', async () => {
    const { email, sub, code } = await somebody();
    const used = code();
    expect((await answer((await challenged(email)).Session, sub, used)).status).toBe(200);
    const second = await challenged(email);
    expect(await answer(second.Session, email, used)).toMatchObject({ type: 'ExpiredCodeException' });
    pools.pass(step);
    expect((await answer(second.Session, email, code())).status).toBe(200);
    expect(await answer(second.Session, email, code())).toMatchObject({ type: 'NotAuthorizedException' });
  });

  test('may be answered wrongly four times', async () => {
    const { email, sub, code } = await somebody();
    const { Session } = await challenged(email);
    for (let i = 0; i < 4; i++)
      expect(await answer(Session, sub, createWrongCode(code()))).toMatchObject({ type: 'CodeMismatchException' });
    expect((await answer(Session, sub, code())).status).toBe(200);
    pools.pass(step);
    const other = await challenged(email);
    for (let i = 0; i < 5; i++) await answer(other.Session, sub, createWrongCode(code()));
    expect(await answer(other.Session, sub, code())).toMatchObject({ type: 'NotAuthorizedException' });
  });

  test('must be answered within three minutes, by its own user, with six digits', async () => {
    const { email, sub, code } = await somebody();
    const other = await pools.confirmed();
    const { Session } = await challenged(email);
    expect(await answer(Session, other.email, code())).toMatchObject({ type: 'NotAuthorizedException' });
    for (const bad of ['', '12345', '1234567', 'abcdef', '12 456'])
      expect(await answer(Session, sub, bad)).toMatchObject({ type: 'InvalidParameterException' });
    expect(await answer('nonsense', sub, code())).toMatchObject({ type: 'NotAuthorizedException' });
    pools.pass(3 * 60_000);
    expect(await answer(Session, sub, code())).toMatchObject({ type: 'NotAuthorizedException' });
  });

  test('does not admit a user who was disabled meanwhile', async () => {
    const { email, sub, code } = await somebody();
    const { Session } = await challenged(email);
    await pools.admin('AdminDisableUser', { Username: email });
    expect(await answer(Session, sub, code())).toMatchObject({ type: 'NotAuthorizedException' });
  });

  test('cannot be turned on before an app is verified, nor be of another kind', async () => {
    const { email } = await pools.confirmed();
    const { AccessToken } = (await pools.signIn(email)).body.AuthenticationResult;
    expect(await preference(AccessToken, true)).toMatchObject({ type: 'InvalidParameterException' });
    expect((await preference(AccessToken, false)).status).toBe(200);
    expect(await pools.ask('VerifySoftwareToken', { AccessToken, UserCode: '123456' })).toMatchObject({
      type: 'EnableSoftwareTokenMFAException',
    });
    const { SecretCode } = (await pools.ask('AssociateSoftwareToken', { AccessToken })).body;
    expect(
      await pools.ask('VerifySoftwareToken', {
        AccessToken,
        UserCode: createWrongCode(calculateCode(SecretCode, pools.now())),
      }),
    ).toMatchObject({ type: 'EnableSoftwareTokenMFAException' });
    expect(await preference(AccessToken, true)).toMatchObject({ type: 'InvalidParameterException' });
    for (const kind of ['SMSMfaSettings', 'EmailMfaSettings', 'WebAuthnMfaSettings'])
      for (const asked of [{ Enabled: true }, { PreferredMfa: true }])
        expect(await pools.ask('SetUserMFAPreference', { AccessToken, [kind]: asked })).toMatchObject({
          type: 'InvalidParameterException',
        });
    const off = { SMSMfaSettings: { Enabled: false, PreferredMfa: false } };
    expect((await pools.ask('SetUserMFAPreference', { AccessToken, ...off })).status).toBe(200);
  });

  test('from another app replaces the previous one, once that app is verified', async () => {
    const { email, sub, AccessToken, code } = await somebody();
    const { SecretCode } = (await pools.ask('AssociateSoftwareToken', { AccessToken })).body;
    expect((await answer((await challenged(email)).Session, sub, code())).status).toBe(200);
    pools.pass(step);
    await pools.ask('VerifySoftwareToken', { AccessToken, UserCode: calculateCode(SecretCode, pools.now()) });
    pools.pass(step);
    const { Session } = await challenged(email);
    expect(await answer(Session, sub, code())).toMatchObject({ type: 'CodeMismatchException' });
    expect((await answer(Session, sub, calculateCode(SecretCode, pools.now()))).status).toBe(200);
  });

  test('can be turned on and off by an administrator, too', async () => {
    const { email } = await somebody(false);
    const set = (Enabled: boolean) =>
      pools.admin('AdminSetUserMFAPreference', { Username: email, SoftwareTokenMfaSettings: { Enabled } });
    expect((await set(true)).status).toBe(200);
    await challenged(email);
    await set(false);
    expect((await pools.signIn(email)).body).toHaveProperty('AuthenticationResult');
  });

  test('does not exist where the settings do not offer it', async () => {
    await using other = await startTestPools({ ...localUserPoolSettings, offersTotp: false });
    expect(await other.ask('AssociateSoftwareToken', {})).toMatchObject({ type: 'UnknownOperationException' });
  });
});
