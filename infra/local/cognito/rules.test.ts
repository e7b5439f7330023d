import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClaims } from './attributes.ts';
import { checkPassword } from './password-policy.ts';
import { ClientId, identityPoolId, password, provider, startTestPools, type TestPools } from './test-pools.ts';

// Rules that hold for many operations.

let pools: TestPools;
beforeAll(async () => {
  pools = await startTestPools();
});
afterAll(() => pools?.[Symbol.asyncDispose]());

const day = 24 * 60 * 60 * 1000;

describe('another client or pool', () => {
  const Username = 'somebody@example.com';
  test.each([
    ['SignUp', { Username, Password: password }],
    ['ConfirmSignUp', { Username, ConfirmationCode: '123456' }],
    ['ResendConfirmationCode', { Username }],
    ['ForgotPassword', { Username }],
    ['ConfirmForgotPassword', { Username, ConfirmationCode: '123456', Password: password }],
    ['InitiateAuth', { AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME: Username, PASSWORD: password } }],
    ['InitiateAuth', { AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: { REFRESH_TOKEN: 'x' } }],
    ['RespondToAuthChallenge', { ChallengeName: 'PASSWORD_VERIFIER', ChallengeResponses: { USERNAME: Username } }],
    ['GetTokensFromRefreshToken', { RefreshToken: 'x' }],
    ['RevokeToken', { Token: 'x' }],
  ])('is refused by %s', async (operation, parameters) => {
    expect(await pools.ask(operation, { ...parameters, ClientId: 'another' })).toEqual({
      ...{ status: 400, type: 'ResourceNotFoundException' },
      body: {
        ...{ __type: 'ResourceNotFoundException', message: 'User pool client another does not exist.' },
      },
    });
  });

  test.each([
    ...['AdminCreateUser', 'AdminSetUserPassword', 'AdminResetUserPassword', 'AdminConfirmSignUp', 'AdminGetUser'],
    ...['AdminUpdateUserAttributes', 'AdminDeleteUserAttributes', 'AdminSetUserMFAPreference', 'AdminDisableUser'],
    ...['AdminEnableUser', 'AdminUserGlobalSignOut', 'AdminDeleteUser', 'ListUsers'],
  ])('is refused by %s', async (operation) => {
    const parameters = { Username, Password: password, UserAttributes: [], UserAttributeNames: [] };
    expect(await pools.admin(operation, { ...parameters, UserPoolId: 'us-east-1_Another00' })).toMatchObject({
      ...{ status: 400, type: 'ResourceNotFoundException' },
      body: { message: 'User pool us-east-1_Another00 does not exist.' },
    });
  });

  test('is refused by the identity pool', async () => {
    const { email } = await pools.confirmed();
    const { IdToken } = (await pools.signIn(email)).body.AuthenticationResult;
    const Logins = { [provider]: IdToken };
    const IdentityPoolId = identityPoolId.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    expect((await pools.identities('GetId', { IdentityPoolId, Logins })).type).toBe('ResourceNotFoundException');
  });
});

describe('a password', () => {
  const policy = {
    ...{ minLength: 8, requireDigits: true, requireLowercase: true, requireUppercase: true, requireSymbols: true },
    temporaryDays: 1,
  };
  const judged = (text: string, of = policy): string => {
    try {
      checkPassword(of, text);
      return 'good';
    } catch (error) {
      return (error as Error).message;
    }
  };
  const lacks = (what: string) => `Password did not conform with policy: ${what}`;
  test.each([
    ['Passw0rd!', 'good'],
    ['Passw0r!', 'good'],
    ['Pass0r!', lacks('Password not long enough')],
    [`Aa1!${'x'.repeat(252)}`, 'good'],
    [`Aa1!${'x'.repeat(253)}`, lacks('Password not long enough')],
    ['Password!', lacks('Password must have numeric characters')],
    ['PASSW0RD!', lacks('Password must have lowercase characters')],
    ['passw0rd!', lacks('Password must have uppercase characters')],
    ['Passw0rdd', lacks('Password must have symbol characters')],
    // Only ASCII letters and digits count.
    ['PÀSSW0RDÉ!é', lacks('Password must have lowercase characters')],
    ['passw٣rd!P', lacks('Password must have numeric characters')],
    ['Passw0rd€', lacks('Password must have symbol characters')],
  ])('%s: %s', (text, verdict) => {
    expect(judged(text)).toBe(verdict);
  });

  test.each([...'^$*.[]{}()?"!@#%&/\\,><\':;|_~`=+- '])('may have %s as its symbol', (symbol) => {
    expect(judged(`Passw${symbol}0rd`)).toBe('good');
  });

  test.each([
    ['requireDigits', 'Password!'],
    ['requireLowercase', 'PASSW0RD!'],
    ['requireUppercase', 'passw0rd!'],
    ['requireSymbols', 'Passw0rdd'],
  ])('need not satisfy a rule that is turned off: %s', (rule, text) => {
    expect(judged(text, { ...policy, [rule]: false })).toBe('good');
    expect(judged(text)).not.toBe('good');
  });
});

describe('an attribute', () => {
  test.each([
    ['phone_number', '+4915112345678', true],
    ['phone_number', '+1', true],
    ['phone_number', 'x+49', false],
    ['phone_number', '+49x', false],
    ['phone_number', '+', false],
    ['phone_number', `+${'1'.repeat(16)}`, false],
    ['birthdate', '1970-01-31', true],
    ['birthdate', 'x1970-01-31', false],
    ['birthdate', '1970-01-31x', false],
    ['updated_at', '1700000000', true],
    ['updated_at', 'x1', false],
    ['updated_at', '1x', false],
    ['email_verified', 'true', true],
    ['email_verified', 'false', true],
    ['email_verified', 'maybe', false],
    ['phone_number_verified', 'true', true],
    ['phone_number_verified', '', true],
    ['phone_number_verified', 'yes', false],
  ])('%s with the value %j is accepted: %s', async (Name, Value, isTaken) => {
    const { email } = await pools.confirmed();
    const UserAttributes = [{ Name, Value }];
    const { status, type, body } = await pools.admin('AdminUpdateUserAttributes', { Username: email, UserAttributes });
    expect([status, type]).toEqual(isTaken ? [200, null] : [400, 'InvalidParameterException']);
    if (!isTaken) expect(body.message).toMatch(Name === 'phone_number' ? /phone number/ : new RegExp(`user.${Name}`));
  });

  test('becomes a claim of the right type', () => {
    const user = { sub: 's', email: 'a@b.c', emailVerified: true, attributes: {} } as Parameters<
      typeof createClaims
    >[0];
    const attributes = {
      ...{ address: 'Road 1', updated_at: '7', phone_number_verified: 'true', name: 'true', nickname: '' },
    };
    expect(createClaims({ ...user, attributes })).toEqual({
      ...{ address: { formatted: 'Road 1' }, updated_at: 7, phone_number_verified: true, name: 'true' },
      ...{ email: 'a@b.c', email_verified: true },
    });
    expect(createClaims({ ...user, attributes: { phone_number_verified: 'false' } })).toMatchObject({
      phone_number_verified: false,
    });
  });
});

describe('a mail', () => {
  test('states the purpose of its code', async () => {
    const { email } = await pools.confirmed();
    await pools.ask('ForgotPassword', { ClientId, Username: email });
    const { AccessToken } = (await pools.signIn(email)).body.AuthenticationResult;
    await pools.ask('GetUserAttributeVerificationCode', { AccessToken, AttributeName: 'email' });
    const next = pools.newEmail();
    await pools.ask('UpdateUserAttributes', { AccessToken, UserAttributes: [{ Name: 'email', Value: next }] });
    const invited = pools.newEmail();
    await pools.admin('AdminCreateUser', { Username: invited });
    expect(pools.mails.slice(-5).map(({ to, purpose }) => [to, purpose])).toEqual([
      ...[
        [email, 'sign-up'],
        [email, 'forgot-password'],
        [email, 'verify-email'],
        [next, 'verify-email'],
      ],
      [invited, 'invitation'],
    ]);
    expect(pools.mails.slice(-5).every(({ code }) => code.length >= 6)).toBe(true);
  });

  test('that verifies an address has a code that is valid for a day', async () => {
    for (const [after, type] of [
      [day - 60_000, null],
      [day, 'ExpiredCodeException'],
    ] as const) {
      const { email } = await pools.confirmed();
      const signedIn = async () => (await pools.signIn(email)).body.AuthenticationResult.AccessToken;
      await pools.ask('GetUserAttributeVerificationCode', { AccessToken: await signedIn(), AttributeName: 'email' });
      pools.pass(after);
      const given = { AccessToken: await signedIn(), AttributeName: 'email', Code: pools.codeFor(email) };
      expect((await pools.ask('VerifyUserAttribute', given)).type).toBe(type);
    }
  });
});

describe('a challenge at sign-in', () => {
  test('asks for a new password after a temporary one, with the user’s id and attributes', async () => {
    const Username = pools.newEmail();
    const UserAttributes = [{ Name: 'name', Value: 'Ann' }];
    const { body } = await pools.admin('AdminCreateUser', { Username, TemporaryPassword: password, UserAttributes });
    const sub = body.User.Attributes.find(({ Name }: { Name: string }) => Name === 'sub').Value;
    const challenge = (await pools.signIn(Username)).body;
    expect(challenge).toEqual({
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      Session: expect.any(String),
      ChallengeParameters: {
        USER_ID_FOR_SRP: sub,
        requiredAttributes: '[]',
        userAttributes: expect.any(String),
      },
    });
    expect(JSON.parse(challenge.ChallengeParameters.userAttributes)).toEqual({
      ...{ email: Username, email_verified: 'false', name: 'Ann' },
    });
  });

  test('looks the same for unknown and known users, with the same salt each time', async () => {
    const begin = async (USERNAME: string) => {
      const AuthParameters = { USERNAME, SRP_A: 'abcdef' };
      const { ChallengeName, ChallengeParameters } = (
        await pools.ask('InitiateAuth', { ClientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters })
      ).body;
      return { ChallengeName, ...ChallengeParameters };
    };
    const { email } = await pools.confirmed();
    const shape = {
      ...{ ChallengeName: 'PASSWORD_VERIFIER', SECRET_BLOCK: expect.any(String) },
      SALT: expect.stringMatching(/^[0-9a-f]{1,32}$/),
      SRP_B: expect.stringMatching(/^[0-9a-f]{750,768}$/),
      USER_ID_FOR_SRP: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      USERNAME: expect.any(String),
    };
    const [nobody, again, other, somebody] = await Promise.all(
      ['nobody@example.com', 'NOBODY@example.com', 'nobody2@example.com', email].map(begin),
    );
    for (const each of [nobody, other, somebody]) expect(each).toEqual(shape);
    expect([again.SALT, again.USER_ID_FOR_SRP]).toEqual([nobody.SALT, nobody.USER_ID_FOR_SRP]);
    expect(other.SALT).not.toBe(nobody.SALT);
  });
});
