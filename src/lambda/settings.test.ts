import { expect, test } from 'vitest';
import { readSettings } from './settings.ts';

const env = {
  AWS_REGION: 'eu-central-1',
  NOTES_TABLE_NAME: 'notes',
  IDENTITY_POOL_ID: 'eu-central-1:06d418dd-1111-2222-3333-444455556666',
  USER_POOL_ID: 'eu-central-1_AbCdEfGhI',
  ISOLATION: 'iam',
  DATA_ROLE_ARN: 'arn:aws:iam::123456789012:role/data',
};

test('what the environment leaves out is as it is deployed by default', () => {
  expect(readSettings(env)).toEqual({
    region: 'eu-central-1',
    endpoints: {
      dynamodb: new URL('https://dynamodb.eu-central-1.amazonaws.com'),
      sts: new URL('https://sts.eu-central-1.amazonaws.com'),
    },
    tableName: 'notes',
    identity: { identityPoolId: env.IDENTITY_POOL_ID, userPoolId: env.USER_POOL_ID, owner: 'identity' },
    requireIfMatch: false,
    consistentRead: false,
    dataRoleArn: env.DATA_ROLE_ARN,
  });
});

test.each(['true', 'false'])('each setting is read by its own name: %s', (value) => {
  expect(readSettings({ ...env, REQUIRE_IF_MATCH: value })).toMatchObject({
    requireIfMatch: value === 'true',
    consistentRead: false,
  });
  expect(readSettings({ ...env, CONSISTENT_READ: value })).toMatchObject({
    requireIfMatch: false,
    consistentRead: value === 'true',
  });
});

test('where the application is the only lock, a data role that is there all the same is not used', () => {
  expect(readSettings({ ...env, ISOLATION: 'application' }).dataRoleArn).toBeUndefined();
});
