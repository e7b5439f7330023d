import { expect, test } from 'vitest';
import { readSettings, readTableSettings } from './settings.ts';

const env = {
  ...{ AWS_REGION: 'eu-central-1', NOTES_TABLE_NAME: 'notes' },
  ...{ ISOLATION: 'iam', DATA_ROLE_ARN: 'arn:aws:iam::123456789012:role/data' },
  ...{ IDENTITY_POOL_ID: 'eu-central-1:06d418dd-1111-2222-3333-444455556666', USER_POOL_ID: 'eu-central-1_AbCdEfGhI' },
};

test('every function reads from its environment where the notes are, and its role', () => {
  expect(readTableSettings(env)).toEqual({
    region: 'eu-central-1',
    endpoints: {
      dynamodb: new URL('https://dynamodb.eu-central-1.amazonaws.com'),
      sts: new URL('https://sts.eu-central-1.amazonaws.com'),
    },
    tableName: 'notes',
    dataRoleArn: env.DATA_ROLE_ARN,
  });
});

test('settings that the environment leaves out have the deployment’s defaults', () => {
  expect(readSettings(env)).toEqual({
    ...readTableSettings(env),
    identity: { identityPoolId: env.IDENTITY_POOL_ID, userPoolId: env.USER_POOL_ID, owner: 'identity' },
    requireIfMatch: false,
    consistentRead: false,
  });
});

test.each(['true', 'false'])('each setting has a variable of its own: %s', (value) => {
  expect(readSettings({ ...env, REQUIRE_IF_MATCH: value })).toMatchObject({
    requireIfMatch: value === 'true',
    consistentRead: false,
  });
  expect(readSettings({ ...env, CONSISTENT_READ: value })).toMatchObject({
    requireIfMatch: false,
    consistentRead: value === 'true',
  });
});

test('a data role is ignored if isolation is application', () => {
  expect(readTableSettings({ ...env, ISOLATION: 'application' }).dataRoleArn).toBeUndefined();
});
