import { Readable } from 'node:stream';
import { STSClient } from '@aws-sdk/client-sts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventOf, identityPoolId, userPoolId } from '../../../test/event.ts';
import { type Caller, callerOf } from '../api-gateway/caller.ts';
import { CredentialsUnavailable } from '../dynamodb/failures.ts';
import { ownerSessions } from './owner-sessions.ts';

const roleArn = 'arn:aws:iam::123456789012:role/data';
const id = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const whole = {
  AccessKeyId: 'ASIAEXAMPLE',
  SecretAccessKey: 'secret',
  SessionToken: 'token',
  Expiration: '2026-11-23T06:00:00Z',
};
const element = (name: string, inside: string) => `<${name}>${inside}</${name}>`;
const answerOf = (result: string) => element('AssumeRoleResponse', element('AssumeRoleResult', result));
const credentials = (fields: object) =>
  element(
    'Credentials',
    Object.entries(fields)
      .map(([name, value]) => element(name, value))
      .join(''),
  );

/** Sessions by an STS that always answers the same, and what it was asked. */
const sessionsBy = (body: string, statusCode = 200) => {
  const asked: URLSearchParams[] = [];
  const handle = async (request: { readonly body: string }) => {
    asked.push(new URLSearchParams(request.body));
    return { response: { statusCode, headers: {}, body: Readable.from([Buffer.from(body)]) } };
  };
  const sts = new STSClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 's' },
    maxAttempts: 1,
    requestHandler: { metadata: { handlerProtocol: 'http/1.1' }, handle } as never,
  });
  return { sessionOf: ownerSessions({ sts, roleArn }), asked };
};

const callerWith = (identityId: string): Caller => {
  // The pool is of the region of its identities.
  const pool = { identityPoolId: `${identityId.split(':')[0]}:${identityPoolId.split(':')[1]}` };
  const event = eventOf({ routeKey: 'GET /notes/{id}', identityId, ...pool });
  return callerOf(event, { ...pool, userPoolId, owner: 'identity' })._unsafeUnwrap();
};
const ann = callerWith(`us-east-1:${id}`);

describe('a session for an owner', () => {
  test('is what STS gives out', async () => {
    const { sessionOf } = sessionsBy(answerOf(credentials(whole)));
    expect(await sessionOf(ann)).toEqual({
      accessKeyId: whole.AccessKeyId,
      secretAccessKey: whole.SecretAccessKey,
      sessionToken: whole.SessionToken,
      expiration: new Date(whole.Expiration),
    });
  });

  test('is asked for by the role, for an hour, with the owner as its one tag and in its name', async () => {
    const { sessionOf, asked } = sessionsBy(answerOf(credentials(whole)));
    await sessionOf(ann);
    expect(asked.map((each) => Object.fromEntries(each))).toEqual([
      {
        Action: 'AssumeRole',
        Version: '2011-06-15',
        RoleArn: roleArn,
        RoleSessionName: `us-east-1.${id}`,
        DurationSeconds: '3600',
        'Tags.member.1.Key': 'owner',
        'Tags.member.1.Value': `us-east-1:${id}`,
      },
    ]);
  });

  test('has a name that STS takes, and the whole owner for its tag, however long that is', async () => {
    const regions = fc.stringMatching(/^[a-z]{2}(-[a-z]{1,40}){1,2}-\d$/);
    const { sessionOf, asked } = sessionsBy(answerOf(credentials(whole)));
    await fc.assert(
      fc.asyncProperty(regions, async (region) => {
        const owner = `${region}:${id}`;
        await sessionOf(callerWith(owner));
        const last = asked.at(-1);
        expect(last?.get('RoleSessionName')).toMatch(/^[\w+=,.@-]{2,64}$/);
        expect(last?.get('Tags.member.1.Value')).toBe(owner);
      }),
      { examples: [[`us-${'a'.repeat(40)}-1`]] },
    );
  });
});

describe('an answer of STS', () => {
  const without = (name: string, instead: object = {}) => {
    const { [name as keyof typeof whole]: _, ...rest } = whole;
    return answerOf(credentials({ ...rest, ...instead }));
  };

  test.each([
    ...Object.keys(whole).map((name) => [`without ${name}`, without(name)] as const),
    ...['AccessKeyId', 'SecretAccessKey', 'SessionToken'].map(
      (name) => [`with an empty ${name}`, without(name, { [name]: '' })] as const,
    ),
    ['without any of them', answerOf(credentials({}))] as const,
    ['without credentials', answerOf('')] as const,
  ])('%s opens no session', async (_, answer) => {
    await expect(sessionsBy(answer).sessionOf(ann)).rejects.toThrow('without credentials');
  });

  test('that is a failure means that there are no credentials, for its reason', async () => {
    const { sessionOf } = sessionsBy(
      element('ErrorResponse', element('Error', element('Code', 'AccessDenied') + element('Message', 'no'))),
      403,
    );
    const error = await sessionOf(ann).catch((error) => error);
    expect(error).toBeInstanceOf(CredentialsUnavailable);
    expect(error.cause).toMatchObject({ name: 'AccessDenied' });
  });
});
