import { createServer, type Server } from 'node:http';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { AwsClient } from 'aws4fetch';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readDeployedRoles } from '../../test/kit/deployed-roles.ts';
import { closeServer, listen } from './listen.ts';
import type { RoleSession } from './roles.ts';

const region = 'us-east-1';
const roles = await readDeployedRoles();
const { credentials, dataRoleArn } = roles;
let server: Server;
let endpoint: string;
beforeAll(async () => {
  server = createServer(roles.sts());
  endpoint = await listen(server, 'STS', 0);
});
afterAll(() => closeServer(server));

const asRole = (session: RoleSession) => {
  const { accessKeyId, secretAccessKey, sessionToken } = roles.issueKeys(session);
  return new STSClient({
    endpoint,
    region,
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey, sessionToken },
  });
};
const execution = () => asRole(roles.execution('get'));
const assume = (more: object = {}) =>
  new AssumeRoleCommand({
    RoleArn: dataRoleArn('get'),
    RoleSessionName: 'us-east-1.7c9e6679',
    Tags: [{ Key: 'owner', Value: 'us-east-1:7c9e6679' }],
    ...more,
  });

describe('AssumeRole', () => {
  test('gives the execution role a session of its data role, for the owner in the tag', async () => {
    const { Credentials: issued } = await execution().send(assume());
    expect(credentials.open(issued?.SessionToken ?? '')).toMatchObject({
      accessKeyId: issued?.AccessKeyId,
      principal: {
        roleArn: dataRoleArn('get'),
        sessionName: 'us-east-1.7c9e6679',
        tags: { owner: 'us-east-1:7c9e6679' },
      },
    });
    expect(issued?.Expiration?.getTime()).toBeGreaterThan(Date.now() + 3_500_000);
  });

  test('answers in the XML of STS, with the request id', async () => {
    const { accessKeyId, secretAccessKey, sessionToken } = roles.issueKeys(roles.execution('get'));
    const signer = new AwsClient({ accessKeyId, secretAccessKey, sessionToken, region, service: 'sts', retries: 0 });
    const ask = async (asked: Record<string, string>) => {
      const response = await signer.fetch(endpoint, { method: 'POST', body: new URLSearchParams(asked).toString() });
      const id = response.headers.get('x-amzn-requestid') ?? '';
      expect(id).toMatch(/^[0-9a-f-]{36}$/);
      expect(response.headers.get('content-type')).toBe('text/xml');
      return (await response.text()).replace(id, 'ID').replace(/>[^<>]{20,}</g, '>…<');
    };
    const tag = { 'Tags.member.1.Key': 'owner', 'Tags.member.1.Value': 'ann' };
    expect(await ask({ Action: 'AssumeRole', RoleArn: dataRoleArn('get'), RoleSessionName: 'session', ...tag })).toBe(
      '<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>…</AccessKeyId>' +
        '<SecretAccessKey>…</SecretAccessKey><SessionToken>…</SessionToken><Expiration>…</Expiration>' +
        '</Credentials></AssumeRoleResult><ResponseMetadata><RequestId>ID</RequestId></ResponseMetadata></AssumeRoleResponse>',
    );
    expect(await ask({ Action: 'Other' })).toBe(
      '<ErrorResponse><Error><Type>Sender</Type><Code>InvalidAction</Code><Message>…</Message></Error>' +
        '<RequestId>ID</RequestId></ErrorResponse>',
    );
  });

  test.each<[string, object]>([
    ['another function’s data role', { RoleArn: dataRoleArn('list') }],
    ['an unknown role', { RoleArn: 'arn:aws:iam::123456789012:role/admin' }],
    ['no tag', { Tags: undefined }],
    ['an empty tag', { Tags: [{ Key: 'owner', Value: '' }] }],
    ['another tag', { Tags: [{ Key: 'Owner', Value: 'x' }] }],
    [
      'one more tag',
      {
        Tags: [
          { Key: 'owner', Value: 'x' },
          { Key: 'admin', Value: 'true' },
        ],
      },
    ],
    [
      'ten more tags',
      { Tags: Array.from({ length: 11 }, (_, n) => ({ Key: n === 0 ? 'owner' : `tag${n}`, Value: 'x' })) },
    ],
  ])('refuses %s', async (_, more) => {
    await expect(execution().send(assume(more))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringMatching(
        /^User: arn:aws:sts::123456789012:assumed-role\/GetExecutionRole\w+\/get is not authorized to perform: sts:(?:AssumeRole|TagSession) on resource: /,
      ),
      $metadata: { httpStatusCode: 403, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
  });

  test('refuses a data role, whose session may not assume another', async () => {
    const session = asRole(roles.data('get', 'x'));
    await expect(session.send(assume())).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('refuses more than an hour, the limit of role chaining', async () => {
    await expect(execution().send(assume({ DurationSeconds: 7200 }))).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'DurationSeconds is out of range.',
    });
  });

  test.each([
    'NaN',
    '',
    ' ',
    'Infinity',
    '-1',
    '0',
    '899',
    '899.9',
    '3601',
    '1e3',
    '0x384',
    '3600 ',
    '3600.0',
    '+3600',
    'an hour',
  ])('refuses a duration of %j seconds', async (duration) => {
    const sending = asRole(roles.execution('get'));
    // No SDK sends this, so the body is changed after serialization.
    sending.middlewareStack.add(
      (next) => async (args) => {
        const request = args.request as { body: string };
        const body = request.body.replace(/DurationSeconds=\d+/, `DurationSeconds=${encodeURIComponent(duration)}`);
        return next({
          ...args,
          request: Object.assign(request, {
            body,
            headers: { ...Object(request).headers, 'content-length': String(body.length) },
          }),
        });
      },
      { step: 'build', priority: 'low', name: 'duration' },
    );
    await expect(sending.send(assume({ DurationSeconds: 1000 }))).rejects.toMatchObject({ name: 'ValidationError' });
  });

  test.each([900, 3600])('issues a session of %i seconds if asked to', async (DurationSeconds) => {
    const before = Date.now();
    const { Credentials: issued } = await execution().send(assume({ DurationSeconds }));
    const lasts = (credentials.open(issued?.SessionToken ?? '')?.expiration ?? 0) - before;
    expect(Math.abs(lasts - DurationSeconds * 1000)).toBeLessThan(60_000);
  });

  test.each(['owner', 'Owner'])('refuses the tag owner together with the tag %s', async (Key) => {
    const Tags = [
      { Key: 'owner', Value: 'x' },
      { Key, Value: 'y' },
    ];
    await expect(execution().send(assume({ Tags }))).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  test.each([
    { Policy: '{}' },
    { PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/AdministratorAccess' }] },
    { RoleSessionName: 'x' },
    { RoleSessionName: 'x y' },
    { Tags: Array.from({ length: 51 }, (_, n) => ({ Key: `tag${n}`, Value: 'x' })) },
    { Tags: [{ Key: 'x'.repeat(129), Value: 'x' }] },
    { Tags: [{ Key: '', Value: 'x' }] },
  ])('refuses what STS refuses, or what is not supported: %j', async (more) => {
    await expect(execution().send(assume(more))).rejects.toMatchObject({ name: 'ValidationError' });
  });

  test('refuses a tag value of more than 256 characters', async () => {
    const Tags = (length: number) => [{ Key: 'owner', Value: 'x'.repeat(length) }];
    await execution().send(assume({ Tags: Tags(256) }));
    await expect(execution().send(assume({ Tags: Tags(257) }))).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'A tag value is at most 256 characters long.',
    });
  });

  test('refuses anyone but the roles of the stack', async () => {
    const stranger = new STSClient({
      ...{ endpoint, region, maxAttempts: 1 },
      credentials: { accessKeyId: 'ASIAAAAAAAAAAAAAAAAA', secretAccessKey: 'x', sessionToken: 'y' },
    });
    await expect(stranger.send(assume())).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
      message: 'The signature does not match.',
    });
  });
});

test('other actions are refused', async () => {
  await expect(execution().send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
    name: 'InvalidAction',
    message: 'Only AssumeRole is available here.',
  });
});

test('a request that is too large costs only its connection', async () => {
  await expect(fetch(endpoint, { method: 'POST', body: Buffer.alloc(16 * 1024 * 1024 + 1) })).rejects.toThrow();
  await execution().send(assume());
});
