import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { AuthenticationDetails, CognitoUser, CognitoUserPool } from 'amazon-cognito-identity-js';
import { describe, expect, test, vi } from 'vitest';
import { ClientId, password, startTestPools, userPoolId } from './test-pools.ts';

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
])('a request for the host %s is answered with %i', async (host, status) => {
  await using running = await startTestPools();
  const asked = request(`${running.endpoint}/${userPoolId}/.well-known/openid-configuration`, { headers: { host } });
  asked.end();
  const [response] = await once(asked, 'response');
  const body = await text(response);
  expect(response.statusCode).toBe(status);
  if (status === 200) expect(JSON.parse(body).jwks_uri).toBe(`http://${host}/${userPoolId}/.well-known/jwks.json`);
});

test('a body that is too large is refused, and the connection stays usable', async () => {
  await using running = await startTestPools();
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

test('ensureUser leaves a user who can sign in, after whichever write it crashed before', async () => {
  for (let written = 0; written < 4; written++) {
    await using running = await startTestPools();
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

test('a proof of the password cannot be replayed after a restart', async () => {
  await using running = await startTestPools();
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

test('a reset to a weak password is refused alike for known and unknown users', async () => {
  await using running = await startTestPools();
  await running.ensureUser(email, password);
  const reset = (Username: string) =>
    running.ask('ConfirmForgotPassword', {
      ...{ ClientId, Username, ConfirmationCode: '123456' },
      Password: 'weak',
    });
  expect(await reset('nobody@example.com')).toEqual(await reset(email));
});

test('the salt of an unknown user does not start as their user id does, which would give them away', async () => {
  await using running = await startTestPools();
  const { body } = await running.ask('InitiateAuth', {
    ...signIn,
    AuthFlow: 'USER_SRP_AUTH',
    AuthParameters: { USERNAME: 'n'.repeat(128), SRP_A: 'abc' },
  });
  const { SALT, USER_ID_FOR_SRP } = (body as { ChallengeParameters: Record<string, string> }).ChallengeParameters;
  expect(SALT).toMatch(/^[0-9a-f]{32}$/);
  expect(SALT?.slice(0, 8)).not.toBe(USER_ID_FOR_SRP?.slice(0, 8));
});

describe('an HTTP request', () => {
  const target = 'AWSCognitoIdentityProviderService.SignUp';

  test.each([
    [`/${userPoolId}/.well-known/jwks.json`, ['keys']],
    [
      `/${userPoolId}/.well-known/openid-configuration?x=1`,
      ['issuer', 'jwks_uri', 'id_token_signing_alg_values_supported', 'subject_types_supported'],
    ],
  ])('gets a public document at %s', async (path, members) => {
    await using running = await startTestPools();
    const response = await fetch(`${running.endpoint}${path}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    const body = JSON.parse(await response.text());
    expect(Object.keys(body)).toEqual(members);
    if ('issuer' in body)
      expect(body).toMatchObject({
        issuer: `https://cognito-idp.us-east-1.amazonaws.com/${userPoolId}`,
        id_token_signing_alg_values_supported: ['RS256'],
        subject_types_supported: ['public'],
      });
  });

  test.each([
    ['GET', '/'],
    ['GET', '/us-east-1_Another00/.well-known/jwks.json'],
    ['GET', '/us-east-1_Another00/.well-known/openid-configuration'],
    ['PUT', `/${userPoolId}/.well-known/openid-configuration`],
    ['DELETE', '/'],
  ])('is a 404: %s %s', async (method, path) => {
    await using running = await startTestPools();
    expect((await fetch(`${running.endpoint}${path}`, { method, headers: { 'x-amz-target': target } })).status).toBe(
      404,
    );
  });

  test('is allowed from any page by its preflight request', async () => {
    await using running = await startTestPools();
    const response = await fetch(running.endpoint, { method: 'OPTIONS', headers: { 'x-amz-target': target } });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
    const { headers } = response;
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-allow-methods')).toBe('POST,GET,OPTIONS');
    expect(headers.get('access-control-allow-headers')?.split(',')).toEqual(
      expect.arrayContaining(['authorization', 'content-type', 'x-amz-target', 'x-amz-user-agent', 'cache-control']),
    );
    expect(headers.get('access-control-max-age')).toBe('3600');
    expect(headers.get('access-control-expose-headers')).toBe('date,x-amzn-requestid,x-amzn-errortype');
  });

  test.each(['', 'x', 'null', '7', '"text"', '[]', '{"ClientId":'])(
    'is refused if its body is not an object: %s',
    async (body) => {
      await using running = await startTestPools();
      expect(await running.post(target, body)).toMatchObject({
        ...{ status: 400, type: 'SerializationException' },
        body: { message: 'The request is not a JSON object in UTF-8.' },
      });
    },
  );

  test('is refused if it is not UTF-8, with an answer in JSON 1.1', async () => {
    await using running = await startTestPools();
    const body = Buffer.from('{"ClientId":"\xff"}', 'latin1');
    const response = await fetch(running.endpoint, { method: 'POST', headers: { 'x-amz-target': target }, body });
    expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(await response.json()).toMatchObject({ __type: 'SerializationException' });
  });

  test('may have a body of 1 MiB, and not a byte more', async () => {
    await using running = await startTestPools();
    const of = (bytes: number) => JSON.stringify({ ClientId: 'a'.repeat(bytes - 15) });
    expect(Buffer.byteLength(of(1024 * 1024))).toBe(1024 * 1024);
    expect((await running.post(target, of(1024 * 1024))).type).toBe('InvalidParameterException');
    expect(await running.post(target, of(1024 * 1024 + 1))).toMatchObject({
      ...{ status: 400, type: 'SerializationException', body: { message: 'The request is too large.' } },
    });
  });

  test.each([
    '',
    'SignUp',
    'Another.SignUp',
    'constructor.name',
    'AWSCognitoIdentityProviderService.',
    `${target}.constructor`.replace('.SignUp', ''),
  ])('is refused if its target is not an operation: %j', async (name) => {
    await using running = await startTestPools();
    expect(await running.post(name, {})).toEqual({
      ...{ status: 400, type: 'UnknownOperationException' },
      body: { __type: 'UnknownOperationException', message: '' },
    });
  });

  test('that fails to read the data logs why, and does not tell the client', async () => {
    await using running = await startTestPools();
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
    let isBroken = false;
    await running.restart({
      ...running.state,
      get: (key) => {
        if (isBroken) throw new Error('a secret of the disk');
        return running.state.get(key);
      },
    });
    isBroken = true;
    const came = await running.ask('InitiateAuth', signIn);
    expect(came).toEqual({
      ...{ status: 500, type: null },
      body: { __type: 'InternalErrorException', message: 'Internal error' },
    });
    expect(String(logged.mock.calls[0]?.[0])).toContain('a secret of the disk');
    logged.mockRestore();
  });
});
