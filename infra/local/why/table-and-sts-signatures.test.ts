import { randomBytes } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import { AwsClient } from 'aws4fetch';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createCredentials, type TemporaryCredentials } from '../credentials.ts';
import { createSessionCheck, createTableGate } from '../dynamodb/gate.ts';
import { closeServer, listen } from '../listen.ts';
import type { RefusedSignature } from '../signed-request.ts';
import { createSts } from '../sts.ts';
import { dynamoDb, theSts } from './service.ts';
import { explainSignature } from './signature.ts';

const region = 'us-east-1';
const [roles, users] = ['role', 'identity'].map((kind) => createCredentials<string>(randomBytes(32), kind));
if (roles === undefined || users === undefined) throw new Error('There are two.');
const inAnHour = Date.now() + 3_600_000;
const [role, user, other] = [
  roles.issue('role', inAnHour),
  users.issue('user', inAnHour),
  users.issue('other', inAnHour),
];

const refused: RefusedSignature[] = [];
const onRefusal = (each: RefusedSignature) => void refused.push(each);
beforeEach(() => {
  refused.length = 0;
});

const serve: RequestListener = (_, response) => response.end('{}');
const nobody = () => undefined;
const sessions = [createSessionCheck(roles, nobody), createSessionCheck(users, nobody)];
const servers = {
  dynamodb: createServer(createTableGate(serve, { region, sessions, onRefusal })),
  sts: createServer(
    createSts({
      ...{ credentials: createCredentials(randomBytes(32)), region, onRefusal },
      takeRole: () => ({ allowed: false, reason: 'a test' }),
    }),
  ),
};
const endpoints = {
  dynamodb: await listen(servers.dynamodb, 'DynamoDB', 0),
  sts: await listen(servers.sts, 'STS', 0),
};
afterAll(() => Promise.all(Object.values(servers).map(closeServer)));

const asked = async (
  service: keyof typeof endpoints,
  keys: TemporaryCredentials,
  scope: { readonly region?: string; readonly service?: string } = {},
) => {
  const { accessKeyId, secretAccessKey, sessionToken } = keys;
  const client = new AwsClient({ accessKeyId, secretAccessKey, sessionToken, region, service, retries: 0, ...scope });
  const signed = await client.sign(`${endpoints[service]}/`, {
    ...{ method: 'POST', body: '{}' },
    headers: { 'x-amz-target': 'DynamoDB_20120810.Scan', 'content-type': 'application/x-amz-json-1.0' },
  });
  return fetch(signed);
};

const explained = () => {
  const [first, ...others] = refused;
  if (first === undefined) throw new Error('Nothing was refused.');
  const { service, cause, request, credentials } = first;
  expect(others).toEqual([]);
  const keys = [{ accessKeyId: other.accessKeyId, secret: other.secretAccessKey }];
  const signed = service === 'sts' ? theSts : dynamoDb;
  return explainSignature(cause, request, { service: signed, credentials, hosts: [], keys });
};

describe('a signature for DynamoDB', () => {
  test('is not reported if it is accepted, whether a role’s or a user’s', async () => {
    for (const keys of [role, user]) expect((await asked('dynamodb', keys)).status).toBe(200);
    expect(refused).toEqual([]);
  });

  test.each([
    ['a role’s', role],
    ['a user’s', user],
  ])('is explained by the keys of its signer if it is refused: %s', async (_, keys) => {
    expect((await asked('dynamodb', keys, { region: 'eu-west-1' })).status).toBe(400);
    expect(explained()).toMatchObject({
      ...{ kind: 'Signature.ScopeMismatch', cause: expect.stringContaining('eu-west-1; DynamoDB expects us-east-1') },
      sections: [{ lines: [expect.stringContaining('otherwise valid')] }],
    });
  });

  test('is explained with the canonical request if it is refused', async () => {
    await asked('dynamodb', { ...user, secretAccessKey: other.secretAccessKey });
    expect(explained()).toMatchObject({
      ...{
        kind: 'Signature.SignatureMismatch.key',
        cause: expect.stringMatching(/^This is certain: the secret key is/),
      },
      sections: expect.arrayContaining([
        { title: 'Canonical request, as DynamoDB reads it', lines: expect.arrayContaining(['POST', '/']) },
      ]),
    });
  });

  test('is reported once if its keys were not issued here', async () => {
    const elsewhere = createCredentials<string>(randomBytes(32)).issue('user', inAnHour);
    await asked('dynamodb', elsewhere);
    expect(explained()).toMatchObject({ kind: 'Signature.SessionTokenUnknown' });
    expect(JSON.stringify(explained())).not.toContain(elsewhere.sessionToken);
  });
});

test('a signature that STS refuses is explained', async () => {
  expect((await asked('sts', user)).status).toBe(403);
  expect(explained()).toMatchObject({
    ...{
      kind: 'Signature.SessionTokenUnknown',
      cause: 'The session token was not issued by this stack, or was altered.',
    },
  });
  refused.length = 0;
  await asked('sts', user, { service: 's3' });
  expect(explained().cause).toBe('The credential scope has the wrong service: s3; STS expects sts.');
});
