import { describe, expect, test } from 'vitest';
import { withVerdicts } from '../../test/kit/verdicts.ts';
import { CredentialsUnavailable } from './credentials.ts';
import type { WireRequest } from './exchange.ts';
import { createServiceClient } from './service-client.ts';
import { createAssumeRole } from './sts.ts';

const whole = {
  AccessKeyId: 'ASIAEXAMPLE',
  SecretAccessKey: 'secret/+=',
  SessionToken: 'token',
  Expiration: '2026-11-23T06:00:00Z',
};
const element = (name: string, inside: string) => `<${name}>${inside}</${name}>`;
const createAnswer = (result: string) => element('AssumeRoleResponse', element('AssumeRoleResult', result));
const credentials = (fields: object) =>
  element(
    'Credentials',
    Object.entries(fields)
      .map(([name, value]) => element(name, value))
      .join(''),
  );

/** Creates an `AssumeRole` at an STS that always gives the same answer; records the requests and the verdicts. */
const answering = (body: string, status = 200) => {
  const asked: WireRequest[] = [];
  const service = createServiceClient({
    ...{ host: 'sts.us-east-1.amazonaws.com', region: 'us-east-1', service: 'sts', maxAttempts: 2, random: () => 0 },
    credentials: async () => ({ accessKeyId: 'a', secretAccessKey: 's' }),
    exchange: async (request) => {
      asked.push(request);
      return { status, headers: {}, body };
    },
  });
  const { ask, verdicts } = withVerdicts(service);
  return { assume: createAssumeRole(ask), asked, verdicts };
};
const session = { roleArn: 'arn:aws:iam::123456789012:role/data', name: 'n', seconds: 3600, tags: { owner: 'a:b &=' } };

describe('AssumeRole', () => {
  test('is requested as a form, and returns the session', async () => {
    const { assume, asked } = answering(createAnswer(credentials(whole)));
    expect(await assume({ ...session, tags: { owner: 'a:b &=', more: 'x' } })).toEqual({
      accessKeyId: whole.AccessKeyId,
      secretAccessKey: whole.SecretAccessKey,
      sessionToken: whole.SessionToken,
      expiration: new Date(whole.Expiration),
    });
    expect(asked.map(({ headers }) => headers['content-type'])).toEqual([
      'application/x-www-form-urlencoded; charset=utf-8',
    ]);
    expect(asked.map(({ body }) => Object.fromEntries(new URLSearchParams(String(body))))).toEqual([
      {
        Action: 'AssumeRole',
        Version: '2011-06-15',
        RoleArn: session.roleArn,
        RoleSessionName: 'n',
        DurationSeconds: '3600',
        'Tags.member.1.Key': 'owner',
        'Tags.member.1.Value': 'a:b &=',
        'Tags.member.2.Key': 'more',
        'Tags.member.2.Value': 'x',
      },
    ]);
  });

  test('reads an answer with white space in it', async () => {
    const { assume } = answering(`\n<AssumeRoleResponse>\n${credentials({ ...whole, AccessKeyId: '\n ASIA ' })}\n`);
    expect((await assume(session)).accessKeyId).toBe('ASIA');
  });
});

describe('an answer of STS', () => {
  const without = (name: string, instead: object = {}) => {
    const { [name as keyof typeof whole]: _, ...rest } = whole;
    return createAnswer(credentials({ ...rest, ...instead }));
  };

  test.each([
    ...Object.keys(whole).map((name) => [`without ${name}`, without(name)] as const),
    ...Object.keys(whole).map((name) => [`with an empty ${name}`, without(name, { [name]: '' })] as const),
    ['with an invalid Expiration', without('Expiration', { Expiration: 'soon' })] as const,
    ['without any of them', createAnswer(credentials({}))] as const,
    ['without credentials', createAnswer('')] as const,
    ['without anything', ''] as const,
  ])('%s opens no session', async (_, answer) => {
    await expect(answering(answer).assume(session)).rejects.toThrow('STS answered without credentials.');
  });

  const refusal = (code: string) =>
    element('ErrorResponse', element('Error', element('Code', code) + element('Message', 'no')));

  test('that refuses throws, with the reason', async () => {
    const { assume, asked } = answering(refusal('AccessDenied'), 403);
    await expect(assume(session)).rejects.toMatchObject({ name: 'AccessDenied', message: 'no', status: 403 });
    expect(asked).toHaveLength(1);
  });

  test.each([
    ['throttles', refusal('Throttling'), 400, 'Refused'],
    ['says that STS failed', refusal('InternalFailure'), 500, 'Lost'],
    ['is an empty 503', '', 503, 'Lost'],
  ])('that %s is retried, and then there are no credentials for a while', async (_, body, status, verdict) => {
    const { assume, asked, verdicts } = answering(body, status);
    await expect(assume(session)).rejects.toBeInstanceOf(CredentialsUnavailable);
    expect(asked).toHaveLength(2);
    expect(verdicts).toEqual([verdict, verdict]);
  });
});
