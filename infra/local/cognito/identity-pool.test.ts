import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { identityPoolId, provider, startTestPools, type TestPools } from './test-pools.ts';

let pools: TestPools;
let token: string;
let sub: string;
let email: string;
beforeAll(async () => {
  pools = await startTestPools();
  ({ email, sub } = await pools.confirmed());
  token = (await pools.signIn(email)).body.AuthenticationResult.IdToken;
});
afterAll(() => pools?.[Symbol.asyncDispose]());

const getId = (Logins?: object) =>
  pools.identities('GetId', { IdentityPoolId: identityPoolId, ...(Logins && { Logins }) });
const refused = (message: string) => ({ status: 400, type: 'NotAuthorizedException', body: { message } });

describe('an identity', () => {
  test('is a version 4 UUID in the region of the pool, the same each time, and different for each user', async () => {
    const { IdentityId } = (await getId({ [provider]: token })).body;
    expect(IdentityId).toMatch(/^us-east-1:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    const again = (await pools.signIn(email)).body.AuthenticationResult.IdToken;
    expect((await getId({ [provider]: again })).body.IdentityId).toBe(IdentityId);
    const other = await pools.confirmed();
    const { IdToken } = (await pools.signIn(other.email)).body.AuthenticationResult;
    expect((await getId({ [provider]: IdToken })).body.IdentityId).not.toBe(IdentityId);
  });

  test('has credentials for an hour, whose expiry is in seconds', async () => {
    const { IdentityId } = (await getId({ [provider]: token })).body;
    const asked = { IdentityId, Logins: { [provider]: token } };
    const { status, body } = await pools.identities('GetCredentialsForIdentity', asked);
    expect(status).toBe(200);
    expect(body).toEqual({
      IdentityId,
      Credentials: {
        AccessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/),
        SecretKey: expect.stringMatching(/^.{40}$/),
        SessionToken: expect.any(String),
        Expiration: expect.any(Number),
      },
    });
    const lasts = body.Credentials.Expiration - pools.now() / 1000;
    expect(Math.abs(lasts - 3600)).toBeLessThan(60);
  });

  test.each(['GetCredentialsForIdentity', 'GetOpenIdToken'])('of another user is refused by %s', async (operation) => {
    const IdentityId = `us-east-1:${sub}`;
    expect(await pools.identities(operation, { IdentityId, Logins: { [provider]: token } })).toMatchObject(
      refused('Logins don’t match. Please include at least one valid login for this identity or identity pool.'),
    );
  });
});

describe('an identity is refused to a user', () => {
  const unsupported = 'Token is not from a supported provider of this identity pool.';
  test('who has no login', async () => {
    const message = 'Unauthenticated access is not supported for this identity pool.';
    expect(await getId({})).toMatchObject(refused(message));
    expect(await getId()).toMatchObject(refused(message));
  });

  test('whose login is with another provider, or with two', async () => {
    const another = provider.replace(/.$/, 'x');
    for (const Logins of [
      { [another]: token },
      { [provider]: token, [another]: token },
      { [another]: 'x', [provider]: token },
    ])
      expect(await getId(Logins)).toMatchObject(refused(unsupported));
  });

  test('who was disabled or deleted', async () => {
    const gone = 'Invalid login token. The user was signed out, disabled or deleted.';
    const somebody = await pools.confirmed();
    const { IdToken } = (await pools.signIn(somebody.email)).body.AuthenticationResult;
    await pools.admin('AdminDisableUser', { Username: somebody.sub });
    expect(await getId({ [provider]: IdToken })).toMatchObject(refused(gone));
    await pools.admin('AdminDeleteUser', { Username: somebody.sub });
    expect(await getId({ [provider]: IdToken })).toMatchObject(refused(gone));
  });
});

describe('where guests are allowed, a guest', () => {
  const guests = () => startTestPools(undefined, { guests: true, takesRole: () => true });

  test('has an identity of their own, and credentials that say what they are', async () => {
    await using open = await guests();
    const ask = async () => (await open.identities('GetId', { IdentityPoolId: identityPoolId })).body.IdentityId;
    const [one, other] = [await ask(), await ask()];
    expect(one).not.toBe(other);
    const { body } = await open.identities('GetCredentialsForIdentity', { IdentityId: one });
    expect(open.open(body.Credentials.SessionToken)?.principal).toEqual({
      identityId: one,
      identityPoolId,
      amr: ['unauthenticated'],
    });
  });

  test('cannot act as a user, nor as an identity that was never issued', async () => {
    await using open = await guests();
    const { email: address } = await open.confirmed();
    const { IdToken } = (await open.signIn(address)).body.AuthenticationResult;
    const { body } = await open.identities('GetId', {
      IdentityPoolId: identityPoolId,
      Logins: { [provider]: IdToken },
    });
    for (const IdentityId of [body.IdentityId, 'us-east-1:06d418dd-1111-2222-3333-444455556667'])
      expect(await open.identities('GetCredentialsForIdentity', { IdentityId })).toMatchObject({
        status: 400,
        type: 'ResourceNotFoundException',
      });
  });
});

test('an identity that the pool’s role does not trust gets no credentials', async () => {
  await using distrusted = await startTestPools(undefined, { guests: true, takesRole: ({ amr }) => amr.length > 1 });
  const { IdentityId } = (await distrusted.identities('GetId', { IdentityPoolId: identityPoolId })).body;
  expect(await distrusted.identities('GetCredentialsForIdentity', { IdentityId })).toMatchObject({
    status: 400,
    type: 'InvalidIdentityPoolConfigurationException',
  });
});
