import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ClientId,
  createWrongCode,
  identityPoolId,
  password,
  provider,
  startTestPools,
  type TestPools,
} from './test-pools.ts';

let pools: TestPools;
beforeAll(async () => {
  pools = await startTestPools();
});
afterAll(() => pools?.[Symbol.asyncDispose]());

const hour = 60 * 60 * 1000;
const notAuthorized = { status: 400, type: 'NotAuthorizedException' };
const invalid = { status: 400, type: 'InvalidParameterException' };

/** Creates a signed-in user, with a check of which of their tokens still work. */
const somebody = async () => {
  const { email, sub } = await pools.confirmed();
  const tokens = (await pools.signIn(email)).body.AuthenticationResult;
  const Logins = { [provider]: tokens.IdToken };
  const { IdentityId } = (await pools.identities('GetId', { IdentityPoolId: identityPoolId, Logins })).body;
  /** Returns, by name, whether each token still works. */
  const good = async () => ({
    access: (await pools.ask('GetUser', { AccessToken: tokens.AccessToken })).status === 200,
    refresh: (await pools.refresh(tokens.RefreshToken)).status === 200,
    identity: (await pools.identities('GetId', { IdentityPoolId: identityPoolId, Logins })).status === 200,
    credentials: (await pools.identities('GetCredentialsForIdentity', { IdentityId, Logins })).status === 200,
    openId: (await pools.identities('GetOpenIdToken', { IdentityId, Logins })).status === 200,
  });
  return { email, sub, ...tokens, good };
};
const all = { access: true, refresh: true, identity: true, credentials: true, openId: true };
const none = { access: false, refresh: false, identity: false, credentials: false, openId: false };
type Somebody = Awaited<ReturnType<typeof somebody>>;

const resetWith = async ({ email }: Pick<Somebody, 'email'>, secret = 'An0ther-one!') => {
  await pools.ask('ForgotPassword', { ClientId, Username: email });
  const given = { Username: email, ConfirmationCode: pools.codeFor(email), Password: secret };
  return pools.ask('ConfirmForgotPassword', { ClientId, ...given });
};

describe('every token of a sign-in', () => {
  test.each<[string, (who: Somebody) => Promise<{ readonly status: number }>]>([
    ['it is revoked', ({ RefreshToken }) => pools.ask('RevokeToken', { ClientId, Token: RefreshToken })],
    ['its user signs out everywhere', ({ AccessToken }) => pools.ask('GlobalSignOut', { AccessToken })],
    ['an administrator signs its user out', ({ email }) => pools.admin('AdminUserGlobalSignOut', { Username: email })],
    ['its user is disabled', ({ email }) => pools.admin('AdminDisableUser', { Username: email })],
    ['its user is deleted', ({ email }) => pools.admin('AdminDeleteUser', { Username: email })],
    ['its user deletes the account', ({ AccessToken }) => pools.ask('DeleteUser', { AccessToken })],
    ['its user resets the password', resetWith],
    ['an administrator has it reset', ({ email }) => pools.admin('AdminResetUserPassword', { Username: email })],
  ])('ends when %s, and no other user’s does', async (_, end) => {
    const [who, other] = [await somebody(), await somebody()];
    expect(await who.good()).toEqual(all);
    expect((await end(who)).status).toBe(200);
    expect(await who.good()).toEqual(none);
    expect(await other.good()).toEqual(all);
  });

  test('outlives the revocation of another sign-in of the same user, but not a global sign-out', async () => {
    const who = await somebody();
    const other = (await pools.signIn(who.email)).body.AuthenticationResult;
    await pools.ask('RevokeToken', { ClientId, Token: who.RefreshToken });
    expect((await pools.refresh(other.RefreshToken)).status).toBe(200);
    await pools.ask('GlobalSignOut', { AccessToken: other.AccessToken });
    expect(await pools.refresh(other.RefreshToken)).toMatchObject(notAuthorized);
  });
});

describe('revoking', () => {
  test('succeeds again for a revoked token, and is refused for anything that is not a refresh token', async () => {
    const { RefreshToken, AccessToken } = await somebody();
    for (const _ of ['once', 'twice'])
      expect((await pools.ask('RevokeToken', { ClientId, Token: RefreshToken })).status).toBe(200);
    expect(await pools.ask('RevokeToken', { ClientId, Token: AccessToken })).toMatchObject({
      type: 'UnsupportedTokenTypeException',
    });
    expect(await pools.ask('RevokeToken', { ClientId, Token: 'nonsense' })).toMatchObject({
      type: 'UnauthorizedException',
    });
    expect(await pools.ask('RevokeToken', { ClientId: 'other', Token: RefreshToken })).toMatchObject({
      type: 'ResourceNotFoundException',
    });
  });
});

describe('a disabled user', () => {
  test('can neither sign in nor reset the password, and can sign in again when enabled', async () => {
    const { email } = await somebody();
    await pools.admin('AdminDisableUser', { Username: email });
    expect((await pools.admin('AdminGetUser', { Username: email })).body).toMatchObject({ Enabled: false });
    expect(await pools.signIn(email)).toMatchObject({ ...notAuthorized, body: { message: 'User is disabled.' } });
    expect(await pools.signIn(email, 'Wr0ng-one!')).toMatchObject({
      body: { message: 'Incorrect username or password.' },
    });
    expect(await pools.ask('ForgotPassword', { ClientId, Username: email })).toMatchObject(notAuthorized);
    await pools.admin('AdminEnableUser', { Username: email });
    expect((await pools.admin('AdminGetUser', { Username: email })).body).toMatchObject({ Enabled: true });
    expect((await pools.signIn(email)).status).toBe(200);
  });
});

describe('a deleted account', () => {
  test('is gone, and its address can sign up again as another user', async () => {
    const { email, sub, AccessToken } = await somebody();
    await pools.ask('DeleteUser', { AccessToken });
    expect(await pools.signIn(email)).toMatchObject(notAuthorized);
    expect(await pools.admin('AdminGetUser', { Username: sub })).toMatchObject({ type: 'UserNotFoundException' });
    const { body } = await pools.ask('SignUp', { ClientId, Username: email, Password: password });
    expect(body.UserSub).not.toBe(sub);
  });
});

describe('a password', () => {
  const spaced = ['Passw0rd! ', ' Passw0rd!', 'Passw0rd!\n', '\tPassw0rd!', '\u00a0Passw0rd!'];
  test.each(spaced)('does not begin or end with white space: %j', async (bad) => {
    const { email, AccessToken } = await somebody();
    const invited = pools.newEmail();
    await pools.admin('AdminCreateUser', { Username: invited });
    const { Session } = (await pools.signIn(invited, pools.codeFor(invited))).body;
    for (const came of [
      pools.ask('SignUp', { ClientId, Username: pools.newEmail(), Password: bad }),
      pools.ask('ChangePassword', { AccessToken, PreviousPassword: password, ProposedPassword: bad }),
      pools.ask('ConfirmForgotPassword', { ClientId, Username: email, ConfirmationCode: '1', Password: bad }),
      pools.admin('AdminSetUserPassword', { Username: email, Password: bad, Permanent: true }),
      pools.admin('AdminCreateUser', { Username: pools.newEmail(), TemporaryPassword: bad }),
      pools.ask('RespondToAuthChallenge', {
        ...{ ClientId, ChallengeName: 'NEW_PASSWORD_REQUIRED', Session },
        ChallengeResponses: { USERNAME: invited, NEW_PASSWORD: bad },
      }),
    ])
      expect(await came).toMatchObject(invalid);
    expect((await pools.signIn(email)).status).toBe(200);
  });

  test('may have white space inside', async () => {
    const { email, AccessToken } = await somebody();
    const ProposedPassword = 'Pass w0rd';
    expect(
      (await pools.ask('ChangePassword', { AccessToken, PreviousPassword: password, ProposedPassword })).status,
    ).toBe(200);
    expect((await pools.signIn(email, ProposedPassword)).status).toBe(200);
  });

  test('that an administrator sets is temporary, unless it is said to be permanent', async () => {
    const { email } = await somebody();
    const set = (Permanent?: boolean) =>
      pools.admin('AdminSetUserPassword', { Username: email, Password: 'S0me-other!', Permanent });
    for (const permanent of [undefined, false]) {
      await set(permanent);
      expect((await pools.signIn(email, 'S0me-other!')).body.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    }
    await set(true);
    expect((await pools.signIn(email, 'S0me-other!')).body).toHaveProperty('AuthenticationResult');
  });

  test('that is temporary expires after three days', async () => {
    const email = pools.newEmail();
    await pools.admin('AdminCreateUser', { Username: email });
    pools.pass(71 * hour);
    expect((await pools.signIn(email, pools.codeFor(email))).body.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    pools.pass(hour);
    expect(await pools.signIn(email, pools.codeFor(email))).toMatchObject({
      ...notAuthorized,
      body: { message: expect.stringContaining('expired') },
    });
    await pools.admin('AdminCreateUser', { Username: email, MessageAction: 'RESEND' });
    expect((await pools.signIn(email, pools.codeFor(email))).body.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  });

  test('that an administrator has reset does not sign in; the one that replaces it does', async () => {
    const { email } = await somebody();
    await pools.admin('AdminResetUserPassword', { Username: email });
    expect(await pools.signIn(email)).toMatchObject({ type: 'PasswordResetRequiredException' });
    const given = { ClientId, Username: email, ConfirmationCode: pools.codeFor(email), Password: 'An0ther-one!' };
    expect((await pools.ask('ConfirmForgotPassword', given)).status).toBe(200);
    expect((await pools.signIn(email, 'An0ther-one!')).body).toHaveProperty('AuthenticationResult');
  });
});

describe('a password reset', () => {
  test('is open to users with a confirmed and verified address, and not to invited ones', async () => {
    const invited = pools.newEmail();
    const attributes = [{ Name: 'email_verified', Value: 'true' }];
    await pools.admin('AdminCreateUser', { Username: invited, UserAttributes: attributes });
    expect(await pools.ask('ForgotPassword', { ClientId, Username: invited })).toMatchObject(notAuthorized);
    expect(await pools.admin('AdminResetUserPassword', { Username: invited })).toMatchObject(notAuthorized);
    const unconfirmed = pools.newEmail();
    await pools.ask('SignUp', { ClientId, Username: unconfirmed, Password: password });
    expect(await pools.ask('ForgotPassword', { ClientId, Username: unconfirmed })).toMatchObject(invalid);
    expect(await pools.admin('AdminResetUserPassword', { Username: unconfirmed })).toMatchObject(notAuthorized);
    const unverified = pools.newEmail();
    await pools.ask('SignUp', { ClientId, Username: unverified, Password: password });
    await pools.admin('AdminConfirmSignUp', { Username: unverified });
    expect(await pools.ask('ForgotPassword', { ClientId, Username: unverified })).toMatchObject(invalid);
    expect(await pools.admin('AdminResetUserPassword', { Username: unverified })).toMatchObject(invalid);
    expect(pools.mails.filter(({ purpose }) => purpose === 'forgot-password').map(({ to }) => to)).not.toContain(
      invited,
    );
  });

  test('has a code that is valid for an hour and allows five tries', async () => {
    const { email } = await somebody();
    const reset = (ConfirmationCode: string) =>
      pools.ask('ConfirmForgotPassword', { ClientId, Username: email, ConfirmationCode, Password: 'An0ther-one!' });
    await pools.ask('ForgotPassword', { ClientId, Username: email });
    pools.pass(hour);
    expect(await reset(pools.codeFor(email))).toMatchObject({ type: 'ExpiredCodeException' });
    await pools.ask('ForgotPassword', { ClientId, Username: email });
    for (let i = 0; i < 5; i++)
      expect(await reset(createWrongCode(pools.codeFor(email)))).toMatchObject({ type: 'CodeMismatchException' });
    expect(await reset(pools.codeFor(email))).toMatchObject({ type: 'LimitExceededException' });
    await pools.ask('ForgotPassword', { ClientId, Username: email });
    pools.pass(hour - 1000);
    expect((await reset(pools.codeFor(email))).status).toBe(200);
  });
});

describe('a sign-up', () => {
  test('has a code that is valid for a day and allows five tries', async () => {
    const email = pools.newEmail();
    await pools.ask('SignUp', { ClientId, Username: email, Password: password });
    const confirm = (ConfirmationCode: string) =>
      pools.ask('ConfirmSignUp', { ClientId, Username: email, ConfirmationCode });
    for (let i = 0; i < 5; i++)
      expect(await confirm(createWrongCode(pools.codeFor(email)))).toMatchObject({ type: 'CodeMismatchException' });
    expect(await confirm(pools.codeFor(email))).toMatchObject({ type: 'LimitExceededException' });
    await pools.ask('ResendConfirmationCode', { ClientId, Username: email });
    pools.pass(24 * hour);
    expect(await confirm(pools.codeFor(email))).toMatchObject({ type: 'ExpiredCodeException' });
    await pools.ask('ResendConfirmationCode', { ClientId, Username: email });
    pools.pass(24 * hour - 1000);
    expect((await confirm(pools.codeFor(email))).status).toBe(200);
    expect(await confirm(pools.codeFor(email))).toMatchObject(notAuthorized);
    expect(await pools.ask('ResendConfirmationCode', { ClientId, Username: email })).toMatchObject(invalid);
  });

  test('takes only an email address as the username, and no other as the email attribute', async () => {
    const Password = password;
    for (const Username of ['ann', 'a@b@c', '@', 'a b@c.d', `${'a'.repeat(128)}@b.c`])
      expect(await pools.ask('SignUp', { ClientId, Username, Password })).toMatchObject(invalid);
    const UserAttributes = [{ Name: 'email', Value: 'other@example.com' }];
    expect(await pools.ask('SignUp', { ClientId, Username: pools.newEmail(), Password, UserAttributes })).toMatchObject(
      invalid,
    );
  });
});

describe('an invitation', () => {
  test('is mailed again with another password, but only to a user who was invited and has not signed in', async () => {
    const email = pools.newEmail();
    await pools.admin('AdminCreateUser', { Username: email });
    const first = pools.codeFor(email);
    expect((await pools.admin('AdminCreateUser', { Username: email, MessageAction: 'RESEND' })).status).toBe(200);
    expect(pools.codeFor(email)).not.toBe(first);
    expect(await pools.signIn(email, first)).toMatchObject(notAuthorized);
    expect((await pools.signIn(email, pools.codeFor(email))).body.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    expect(await pools.admin('AdminCreateUser', { Username: email })).toMatchObject({
      type: 'UsernameExistsException',
    });
    const nobody = pools.newEmail();
    expect(await pools.admin('AdminCreateUser', { Username: nobody, MessageAction: 'RESEND' })).toMatchObject({
      type: 'UserNotFoundException',
    });
    expect(await pools.admin('AdminGetUser', { Username: nobody })).toMatchObject({ type: 'UserNotFoundException' });
    const { email: member } = await somebody();
    expect(await pools.admin('AdminCreateUser', { Username: member, MessageAction: 'RESEND' })).toMatchObject({
      type: 'UnsupportedUserStateException',
    });
    expect(await pools.admin('AdminCreateUser', { Username: nobody, MessageAction: 'LATER' })).toMatchObject(invalid);
  });
});

describe('an administrator', () => {
  test('writes attributes, including whether the address is verified', async () => {
    const { email, sub } = await somebody();
    const next = pools.newEmail();
    const update = (UserAttributes: readonly object[], Username = sub) =>
      pools.admin('AdminUpdateUserAttributes', { Username, UserAttributes });
    const attributes = async () => {
      const { UserAttributes } = (await pools.admin('AdminGetUser', { Username: sub })).body;
      return Object.fromEntries(UserAttributes.map(({ Name, Value }: Record<string, string>) => [Name, Value]));
    };
    await update([{ Name: 'name', Value: 'Ann' }]);
    expect(await attributes()).toMatchObject({ name: 'Ann', email, email_verified: 'true' });
    await update([{ Name: 'email', Value: next }]);
    expect(await attributes()).toMatchObject({ email: next, email_verified: 'false' });
    await update([{ Name: 'email_verified', Value: 'true' }]);
    expect(await attributes()).toMatchObject({ email: next, email_verified: 'true' });
    const { email: taken } = await somebody();
    expect(await update([{ Name: 'email', Value: taken }])).toMatchObject({ type: 'AliasExistsException' });
    await pools.admin('AdminDeleteUserAttributes', { Username: sub, UserAttributeNames: ['name'] });
    expect(await attributes()).not.toHaveProperty('name');
    expect(await update([], 'nobody@example.com')).toMatchObject({ type: 'UserNotFoundException' });
  });

  test('finds users by their attributes and status', async () => {
    const { email, sub } = await pools.confirmed([{ Name: 'name', Value: 'Zoë' }]);
    const found = async (Filter: string) =>
      (await pools.admin('ListUsers', { Filter })).body.Users?.map(({ Username }: Record<string, string>) => Username);
    for (const filter of [
      `email = "${email}"`,
      `email ^= "${email.slice(0, 12)}"`,
      `sub = "${sub}"`,
      `"username"="${sub}"`,
      'name = "Zoë"',
    ])
      expect(await found(filter)).toEqual([sub]);
    await pools.admin('AdminDisableUser', { Username: sub });
    expect(await found('status = "Disabled"')).toContain(sub);
    expect(await found('status = "Enabled"')).not.toContain(sub);
    expect(await found('cognito:user_status = "CONFIRMED"')).toContain(sub);
    for (const bad of ['', 'email', 'email = x', 'constructor = "x"', `email = "${'x'.repeat(250)}"`])
      expect(await pools.admin('ListUsers', { Filter: bad })).toMatchObject(invalid);
  });

  test.each<[string, Record<string, string>]>([
    ['without an Authorization header', {}],
    ['with another scheme', { authorization: 'Bearer AWS4-HMAC-SHA256 ' }],
    ['from a page', { authorization: 'AWS4-HMAC-SHA256 x', origin: 'https://notes.example.com' }],
    ['from a page of this machine', { authorization: 'AWS4-HMAC-SHA256 x', origin: 'http://localhost:3000' }],
    ['from a frame without an origin', { authorization: 'AWS4-HMAC-SHA256 x', origin: 'null' }],
  ])('is not recognised in a request %s', async (_, headers) => {
    for (const operation of [
      'ListUsers',
      'AdminGetUser',
      'AdminCreateUser',
      'AdminDeleteUser',
      'AdminSetUserPassword',
    ]) {
      const came = await pools.post(`AWSCognitoIdentityProviderService.${operation}`, {}, headers);
      expect(['MissingAuthenticationTokenException', 'AccessDeniedException']).toContain(came.type);
    }
  });
});

describe('devices', () => {
  test('do not exist: the list is empty, and the other operations are refused', async () => {
    const { AccessToken } = await somebody();
    expect((await pools.ask('ListDevices', { AccessToken })).body).toEqual({ Devices: [] });
    for (const operation of ['GetDevice', 'ForgetDevice', 'UpdateDeviceStatus'])
      expect(await pools.ask(operation, { AccessToken, DeviceKey: 'x' })).toMatchObject({
        type: 'ResourceNotFoundException',
      });
    expect(await pools.ask('ConfirmDevice', { AccessToken })).toMatchObject(invalid);
    for (const operation of ['ListDevices', 'GetDevice', 'ConfirmDevice'])
      expect(await pools.ask(operation, { AccessToken: 'x' })).toMatchObject(notAuthorized);
  });
});
