import { describe, expect, test } from 'vitest';
import { wireHandler } from './wiring.ts';

const env = {
  NOTES_TABLE_NAME: 'notes',
  IDENTITY_POOL_ID: 'us-east-1:06d418dd-1111-2222-3333-444455556666',
  USER_POOL_ID: 'us-east-1_AbCdEfGhI',
  ISOLATION: 'iam',
  DATA_ROLE_ARN: 'arn:aws:iam::123456789012:role/data',
  AWS_REGION: 'us-east-1',
};

describe('the wiring', () => {
  test('takes the identity as the owner by default', () => {
    expect(wireHandler(env).identity).toEqual({
      identityPoolId: env.IDENTITY_POOL_ID,
      userPoolId: env.USER_POOL_ID,
      owner: 'identity',
    });
    expect(wireHandler({ ...env, OWNER: 'user-pool-sub' }).identity.owner).toBe('user-pool-sub');
  });

  test.each(['AWS_REGION', 'NOTES_TABLE_NAME', 'IDENTITY_POOL_ID', 'USER_POOL_ID', 'ISOLATION', 'DATA_ROLE_ARN'])(
    'does not start without %s',
    (name) => {
      for (const value of [undefined, '']) expect(() => wireHandler({ ...env, [name]: value })).toThrow(name);
    },
  );

  test.each([
    ['OWNER', 'Identity', 'identity, user-pool-sub'],
    ['ISOLATION', 'none', 'iam, application'],
    ['REQUIRE_IF_MATCH', 'yes', 'true, false'],
  ])('does not start with %s=%s, and lists the valid values', (name, value, allowed) => {
    expect(() => wireHandler({ ...env, [name]: value })).toThrow(`${name} must be one of ${allowed}.`);
  });

  test('does not start with an invalid endpoint', () => {
    for (const name of ['AWS_ENDPOINT_URL_DYNAMODB', 'AWS_ENDPOINT_URL_STS'])
      expect(() => wireHandler({ ...env, [name]: 'nowhere' })).toThrow('"nowhere" is not');
  });

  test('needs no data role if isolation is application', () => {
    const { DATA_ROLE_ARN: _, ...rest } = env;
    expect(() => wireHandler({ ...rest, ISOLATION: 'application' })).not.toThrow();
  });
});
