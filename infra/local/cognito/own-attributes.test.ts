import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { userPoolSettings } from '../../user-pool-settings.ts';
import { localUserPoolSettings } from '../template/local-stage.ts';
import { ClientId, createWrongCode, password, readClaims, startTestPools, type TestPools } from './test-pools.ts';

let pools: TestPools;
beforeAll(async () => {
  pools = await startTestPools();
});
afterAll(() => pools?.[Symbol.asyncDispose]());

const somebody = async (at = pools) => {
  const { email, sub } = await at.confirmed([{ Name: 'name', Value: 'Ann' }]);
  const { AccessToken, IdToken, RefreshToken } = (await at.signIn(email)).body.AuthenticationResult;
  const attributes = async () => {
    const { UserAttributes } = (await at.ask('GetUser', { AccessToken })).body;
    return Object.fromEntries(UserAttributes.map(({ Name, Value }: Record<string, string>) => [Name, Value]));
  };
  const update = (...pairs: readonly (readonly [string, string])[]) =>
    at.ask('UpdateUserAttributes', { AccessToken, UserAttributes: pairs.map(([Name, Value]) => ({ Name, Value })) });
  return { email, sub, AccessToken, IdToken, RefreshToken, attributes, update };
};

describe('an attribute', () => {
  test('is kept from sign-up on, and is in the ID token', async () => {
    const { email, sub, IdToken, attributes, update, RefreshToken } = await somebody();
    expect(await attributes()).toEqual({ sub, email, email_verified: 'true', name: 'Ann' });
    expect(readClaims(IdToken)).toMatchObject({ sub, email, email_verified: true, name: 'Ann' });
    await update(['locale', 'cs'], ['address', 'Here 1'], ['updated_at', '7'], ['name', 'Anna'], ['picture', '']);
    expect(await attributes()).toMatchObject({ name: 'Anna', locale: 'cs', address: 'Here 1', updated_at: '7' });
    expect(await attributes()).not.toHaveProperty('picture');
    const claims = readClaims((await pools.refresh(RefreshToken)).body.AuthenticationResult.IdToken);
    expect(claims).toMatchObject({ name: 'Anna', locale: 'cs', address: { formatted: 'Here 1' }, updated_at: 7 });
    expect(claims).not.toHaveProperty('picture');
  });

  test('is deleted by name, and the others stay', async () => {
    const { AccessToken, attributes, update } = await somebody();
    await update(['locale', 'cs']);
    const drop = (...UserAttributeNames: string[]) =>
      pools.ask('DeleteUserAttributes', { AccessToken, UserAttributeNames });
    expect((await drop('locale', 'nickname')).status).toBe(200);
    expect(await attributes()).toMatchObject({ name: 'Ann' });
    expect(await attributes()).not.toHaveProperty('locale');
    for (const name of ['email', 'sub', 'custom:x', 'nonsense'])
      expect(await drop(name)).toMatchObject({ type: 'InvalidParameterException' });
    expect(await pools.ask('DeleteUserAttributes', { AccessToken, UserAttributeNames: [7] })).toMatchObject({
      type: 'InvalidParameterException',
    });
  });

  test.each([
    ['custom:tenant', 'x', 'InvalidParameterException', /could not be determined/],
    ['dev:custom:tenant', 'x', 'InvalidParameterException', /could not be determined/],
    ['nonsense', 'x', 'InvalidParameterException', /schema/],
    ['constructor', 'x', 'InvalidParameterException', /schema/],
    ['sub', 'x', 'InvalidParameterException', /cannot be updated/],
    ['identities', 'x', 'InvalidParameterException', /cannot be updated/],
    ['email_verified', 'true', 'NotAuthorizedException', /unauthorized attribute/],
    ['phone_number_verified', 'true', 'NotAuthorizedException', /unauthorized attribute/],
    ['phone_number', '0123', 'InvalidParameterException', /phone/],
    ['birthdate', 'yesterday', 'InvalidParameterException', /birthdate/],
    ['updated_at', 'now', 'InvalidParameterException', /updated_at/],
    ['email', 'nowhere', 'InvalidParameterException', /email/],
    ['name', 'x'.repeat(2049), 'InvalidParameterException', /2048/],
    ['name', 7, 'InvalidParameterException', /name/],
    ['', 'x', 'InvalidParameterException', /UserAttributes/],
  ])(
    '%j with %.5j is refused, both at sign-up and later, and nothing is written',
    async (Name, Value, type, message) => {
      const UserAttributes = [
        { Name: 'nickname', Value: 'Nan' },
        { Name, Value },
      ];
      const Username = pools.newEmail();
      const signUp = await pools.ask('SignUp', { ClientId, Username, Password: password, UserAttributes });
      expect(signUp).toMatchObject({ type: Name === 'email' ? expect.any(String) : type });
      expect(await pools.admin('AdminGetUser', { Username })).toMatchObject({ type: 'UserNotFoundException' });
      const { AccessToken, attributes } = await somebody();
      const update = await pools.ask('UpdateUserAttributes', { AccessToken, UserAttributes });
      expect(update).toMatchObject({ status: 400, type, body: { message: expect.stringMatching(message) } });
      expect(await attributes()).not.toHaveProperty('nickname');
    },
  );

  test.each([
    ['phone_number', '+420123456789'],
    ['birthdate', '1970-01-01'],
    ['name', 'x'.repeat(2048)],
  ])('%s may be %.16s', async (name, value) => {
    const { attributes, update } = await somebody();
    expect((await update([name, value])).status).toBe(200);
    expect(await attributes()).toHaveProperty(name, value);
  });

  test.each([[{}], ['text'], [[null]], [[{ Value: 'x' }]], [[['name', 'x']]]])(
    '%j is refused as a list of attributes',
    async (UserAttributes) => {
      const { AccessToken } = await somebody();
      expect(await pools.ask('UpdateUserAttributes', { AccessToken, UserAttributes })).toMatchObject({
        type: 'InvalidParameterException',
      });
    },
  );
});

describe('a new address', () => {
  test('takes effect once the code mailed to it is entered; until then the old one stays', async () => {
    const { email, AccessToken, attributes, update } = await somebody();
    const next = pools.newEmail();
    expect((await update(['email', next], ['locale', 'cs'])).body).toEqual({
      CodeDeliveryDetailsList: [{ AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'u***@e***' }],
    });
    expect(await attributes()).toMatchObject({ email, email_verified: 'true', locale: 'cs' });
    expect((await pools.signIn(email)).status).toBe(200);
    expect((await pools.signIn(next)).status).toBe(400);
    const verify = (Code: string) => pools.ask('VerifyUserAttribute', { AccessToken, AttributeName: 'email', Code });
    expect(await verify(createWrongCode(pools.codeFor(next)))).toMatchObject({ type: 'CodeMismatchException' });
    expect((await verify(pools.codeFor(next))).status).toBe(200);
    expect(await attributes()).toMatchObject({ email: next, email_verified: 'true' });
    expect((await pools.signIn(next)).status).toBe(200);
    expect((await pools.signIn(email)).status).toBe(400);
    expect(await verify(pools.codeFor(next))).toMatchObject({ type: 'ExpiredCodeException' });
    // The old address is free for others.
    expect((await pools.ask('SignUp', { ClientId, Username: email, Password: password })).status).toBe(200);
  });

  test('has a code that can be mailed again and allows five tries', async () => {
    const { AccessToken, update } = await somebody();
    const next = pools.newEmail();
    await update(['email', next]);
    const first = pools.codeFor(next);
    const of = { AccessToken, AttributeName: 'email' };
    expect((await pools.ask('GetUserAttributeVerificationCode', of)).body).toMatchObject({
      CodeDeliveryDetails: { Destination: 'u***@e***' },
    });
    const second = pools.codeFor(next);
    if (first !== second)
      expect(await pools.ask('VerifyUserAttribute', { ...of, Code: first })).toMatchObject({
        type: 'CodeMismatchException',
      });
    for (let i = first === second ? 0 : 1; i < 5; i++)
      expect(await pools.ask('VerifyUserAttribute', { ...of, Code: createWrongCode(second) })).toMatchObject({
        type: 'CodeMismatchException',
      });
    expect(await pools.ask('VerifyUserAttribute', { ...of, Code: second })).toMatchObject({
      type: 'LimitExceededException',
    });
  });

  test('that another user has is refused, both at once and when the code is entered', async () => {
    const [ann, bob] = [await somebody(), await somebody()];
    expect(await ann.update(['email', bob.email.toUpperCase()])).toMatchObject({ type: 'AliasExistsException' });
    const wanted = pools.newEmail();
    await ann.update(['email', wanted]);
    const code = pools.codeFor(wanted);
    await pools.ask('SignUp', { ClientId, Username: wanted, Password: password });
    const verify = { AccessToken: ann.AccessToken, AttributeName: 'email', Code: code };
    expect(await pools.ask('VerifyUserAttribute', verify)).toMatchObject({ type: 'AliasExistsException' });
    expect(await ann.attributes()).toMatchObject({ email: ann.email });
  });

  test('that is the current one needs no code', async () => {
    const { email, update } = await somebody();
    const before = pools.mails.length;
    expect((await update(['email', email])).body).toEqual({ CodeDeliveryDetailsList: [] });
    expect(pools.mails).toHaveLength(before);
  });

  test('takes effect at once, unverified, where the settings say so', async () => {
    await using other = await startTestPools({ ...localUserPoolSettings, keepOriginalEmail: false });
    const { AccessToken, attributes, update } = await somebody(other);
    const next = other.newEmail();
    await update(['email', next]);
    expect(await attributes()).toMatchObject({ email: next, email_verified: 'false' });
    const Code = other.codeFor(next);
    expect((await other.ask('VerifyUserAttribute', { AccessToken, AttributeName: 'email', Code })).status).toBe(200);
    expect(await attributes()).toMatchObject({ email: next, email_verified: 'true' });
    expect(userPoolSettings.keepOriginalEmail).toBe(true);
  });

  test('is the only attribute that can be verified, by mail', async () => {
    const { AccessToken } = await somebody();
    for (const AttributeName of ['phone_number', 'name']) {
      const asked = await pools.ask('GetUserAttributeVerificationCode', { AccessToken, AttributeName });
      expect(asked).toMatchObject({ type: 'InvalidParameterException' });
    }
    expect((await pools.ask('GetUserAttributeVerificationCode', { AccessToken, AttributeName: 'email' })).status).toBe(
      200,
    );
  });
});
