import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';
import { expect, test } from 'vitest';
import { credentialsSealedWith } from '../credentials.ts';
import { closed, listening } from '../listening.ts';
import { openState, type State } from '../state.ts';
import { cognitoEndpoint } from './endpoint.ts';

const region = 'us-east-1';
const userPoolId = 'us-east-1_AbCdEfGhI';
const userPoolClientId = '1example23456789abcdefghij';
const identityPoolId = 'us-east-1:06d418dd-1111-2222-3333-444455556666';
const sealingKey = randomBytes(32);
const email = 'admin@example.com';
const password = 'Passw0rd!';

/** Both pools over data that survives `restart`; `through` stands between them and the data. */
const pools = async () => {
  await using starting = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'owned-notes-'));
  starting.defer(() => rm(folder, { recursive: true }));
  const state = starting.use(await openState(folder));
  const begin = (through: State = state) =>
    cognitoEndpoint({
      ...{ state: through, region, userPoolId, userPoolClientId, identityPoolId },
      credentials: credentialsSealedWith(sealingKey),
      sealingKey: sealingKey.toString('base64'),
      mail: () => {},
    });
  let cognito = await begin();
  const server = createServer((incoming, response) => cognito.handle(incoming, response));
  const endpoint = await listening(server, 'Cognito', 0);
  starting.defer(() => closed(server));
  const started = starting.move();
  return {
    endpoint,
    state,
    begin,
    ensureUser: (...user: Parameters<typeof cognito.ensureUser>) => cognito.ensureUser(...user),
    restart: async () => {
      cognito = await begin();
    },
    ask: async (operation: string, body: object | string) => {
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      return { status: response.status, type: response.headers.get('x-amzn-errortype'), body: await response.json() };
    },
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
};

const signIn = {
  ClientId: userPoolClientId,
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
  await using running = await pools();
  const asked = request(`${running.endpoint}/${userPoolId}/.well-known/openid-configuration`, { headers: { host } });
  asked.end();
  const [response] = await once(asked, 'response');
  const body = await text(response);
  expect(response.statusCode).toBe(status);
  if (status === 200) expect(JSON.parse(body).jwks_uri).toBe(`http://${host}/${userPoolId}/.well-known/jwks.json`);
});

test('a body that is too large is refused, and the connection stays good', async () => {
  await using running = await pools();
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
    await using running = await pools();
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
  await using running = await pools();
  await running.ensureUser(email, password);
  const bodies: string[] = [];
  const { fetch } = globalThis;
  globalThis.fetch = (url, init) => {
    bodies.push(String(init?.body));
    return fetch(url, init);
  };
  const Pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: userPoolClientId, endpoint: running.endpoint });
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
  await using running = await pools();
  await running.ensureUser(email, password);
  const reset = (Username: string) =>
    running.ask('ConfirmForgotPassword', {
      ...{ ClientId: userPoolClientId, Username, ConfirmationCode: '123456' },
      Password: 'weak',
    });
  expect(await reset('nobody@example.com')).toEqual(await reset(email));
});

test('nobody’s salt is not their user id: that would tell them from somebody', async () => {
  await using running = await pools();
  const { body } = await running.ask('InitiateAuth', {
    ...signIn,
    AuthFlow: 'USER_SRP_AUTH',
    AuthParameters: { USERNAME: 'n'.repeat(2000), SRP_A: 'abc' },
  });
  const { SALT, USER_ID_FOR_SRP } = (body as { ChallengeParameters: Record<string, string> }).ChallengeParameters;
  expect(SALT).toMatch(/^[0-9a-f]{32}$/);
  expect(SALT?.slice(0, 8)).not.toBe(USER_ID_FOR_SRP?.slice(0, 8));
});
