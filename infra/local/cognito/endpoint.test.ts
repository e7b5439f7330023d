import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';
import { expect, test } from 'vitest';
import { ClientId, password, testPools, userPoolId } from './test-pools.ts';

const email = 'admin@example.com';

const signIn = {
  ClientId,
  AuthFlow: 'USER_PASSWORD_AUTH',
  AuthParameters: { USERNAME: email, PASSWORD: password },
};

test.each([
  ['127.0.0.1:9229', 200],
  ['localhost', 200],
  ['[::1]:9229', 200],
  ['cognito-idp.us-east-1.amazonaws.com', 200],
  ['cognito-identity.us-east-1.amazonaws.com', 200],
  ['evil.example', 403],
  ['localhost.evil.example', 403],
  ['cognito-idp.us-east-1.amazonaws.com.evil.example', 403],
  ['cognito-idp.eu-west-1.amazonaws.com', 403],
])('a request for the host %s is answered by %i', async (host, status) => {
  await using running = await testPools();
  const asked = request(`${running.endpoint}/${userPoolId}/.well-known/openid-configuration`, { headers: { host } });
  asked.end();
  const [response] = await once(asked, 'response');
  const body = await text(response);
  expect(response.statusCode).toBe(status);
  if (status === 200) expect(JSON.parse(body).jwks_uri).toBe(`http://${host}/${userPoolId}/.well-known/jwks.json`);
});

test('a body that is too large is refused, and the connection stays good', async () => {
  await using running = await testPools();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const post = async (body: string) => {
    const headers = { 'x-amz-target': 'AWSCognitoIdentityProviderService.SignUp' };
    const asked = request(running.endpoint, { agent, method: 'POST', headers });
    asked.end(body);
    const [response] = await once(asked, 'response');
    return { type: JSON.parse(await text(response)).__type, port: asked.socket?.localPort };
  };
  try {
    const large = await post(JSON.stringify({ ClientId: 'a'.repeat(8 * 1024 * 1024) }));
    expect(large.type).toBe('SerializationException');
    expect(await post('{}')).toEqual({ type: 'InvalidParameterException', port: large.port });
  } finally {
    agent.destroy();
  }
});

test('a user to be ensured can sign in, after whichever write a crash came', async () => {
  for (let written = 0; written < 4; written++) {
    await using running = await testPools();
    let left = written;
    const crashing = await running.begin({
      ...running.state,
      put: async (key, value) => {
        if (left-- <= 0) throw new Error('killed');
        await running.state.put(key, value);
      },
    });
    await crashing.ensureUser(email, password).catch(() => {});
    await running.ensureUser(email, password);
    await running.ensureUser(email, 'An0therPassw0rd!');
    expect((await running.ask('InitiateAuth', signIn)).status).toBe(200);
    const users = await fetch(running.endpoint, {
      method: 'POST',
      headers: {
        'x-amz-target': 'AWSCognitoIdentityProviderService.ListUsers',
        authorization: 'AWS4-HMAC-SHA256 Credential=x',
      },
      body: JSON.stringify({ UserPoolId: userPoolId }),
    });
    expect(await users.json()).toEqual({ Users: [expect.objectContaining({ UserStatus: 'CONFIRMED' })] });
  }
});

test('a secret block that was answered cannot be replayed after a restart', async () => {
  await using running = await testPools();
  await running.ensureUser(email, password);
  const bodies: string[] = [];
  const { fetch } = globalThis;
  globalThis.fetch = (url, init) => {
    bodies.push(String(init?.body));
    return fetch(url, init);
  };
  const Pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId, endpoint: running.endpoint });
  await new Promise((resolve, reject) =>
    new CognitoUser({ Username: email, Pool }).authenticateUser(
      new AuthenticationDetails({ Username: email, Password: password }),
      { onSuccess: resolve, onFailure: reject },
    ),
  ).finally(() => {
    globalThis.fetch = fetch;
  });
  const proof = bodies.find((body) => body.includes('PASSWORD_CLAIM_SIGNATURE')) ?? '';
  await running.restart();
  expect(await running.ask('RespondToAuthChallenge', proof)).toMatchObject({ type: 'NotAuthorizedException' });
});

test('a password that is too weak is refused alike for somebody and nobody', async () => {
  await using running = await testPools();
  await running.ensureUser(email, password);
  const reset = (Username: string) =>
    running.ask('ConfirmForgotPassword', {
      ...{ ClientId, Username, ConfirmationCode: '123456' },
      Password: 'weak',
    });
  expect(await reset('nobody@example.com')).toEqual(await reset(email));
});

test('nobody’s salt is not their user id: that would tell them from somebody', async () => {
  await using running = await testPools();
  const { body } = await running.ask('InitiateAuth', {
    ...signIn,
    AuthFlow: 'USER_SRP_AUTH',
    AuthParameters: { USERNAME: 'n'.repeat(128), SRP_A: 'abc' },
  });
  const { SALT, USER_ID_FOR_SRP } = (body as { ChallengeParameters: Record<string, string> }).ChallengeParameters;
  expect(SALT).toMatch(/^[0-9a-f]{32}$/);
  expect(SALT?.slice(0, 8)).not.toBe(USER_ID_FOR_SRP?.slice(0, 8));
});
