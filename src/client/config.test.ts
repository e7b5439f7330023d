import { expect, test } from 'vitest';
import { parseConfig } from './config.ts';

const outputs = {
  Region: 'us-east-1',
  UserPoolId: 'us-east-1_x',
  UserPoolClientId: 'c',
  IdentityPoolId: 'us-east-1:p',
  ApiEndpoint: 'https://notes.example.com/',
  NotesTableName: 'notes',
};
const config = {
  region: 'us-east-1',
  userPoolId: 'us-east-1_x',
  userPoolClientId: 'c',
  identityPoolId: 'us-east-1:p',
  apiEndpoint: 'https://notes.example.com',
};

test('reads outputs of the local stack, and those of a deployment by stack', () => {
  expect(parseConfig({ ...outputs, CognitoEndpoint: 'http://127.0.0.1:1' })._unsafeUnwrap()).toEqual({
    ...config,
    cognitoEndpoint: 'http://127.0.0.1:1',
  });
  const deployed = { Other: { Url: 'x' }, Version: 1, Nothing: null, Notes: outputs };
  expect(parseConfig(deployed)._unsafeUnwrap()).toStrictEqual(config);
  const withFiles = { ...outputs, BucketName: 'b', S3Endpoint: 'http://127.0.0.1:2/' };
  expect(parseConfig(withFiles)._unsafeUnwrap()).toEqual({
    ...config,
    ...{ bucketName: 'b', s3Endpoint: 'http://127.0.0.1:2' },
  });
  expect(parseConfig({ ...outputs, BucketName: '', S3Endpoint: 7 })._unsafeUnwrap()).toStrictEqual(config);
  const slashes = { ...outputs, ApiEndpoint: 'https://notes.example.com//', CognitoEndpoint: 7 };
  expect(parseConfig(slashes)._unsafeUnwrap()).toStrictEqual(config);
});

test.each([
  [null, 'not a JSON object'],
  [[], 'not a JSON object'],
  ['text', 'not a JSON object'],
  [7, 'not a JSON object'],
  [{ Region: 'us-east-1' }, 'lack UserPoolId, UserPoolClientId, IdentityPoolId, ApiEndpoint'],
  [{ Notes: { Region: 'us-east-1' } }, 'lack UserPoolId'],
  [{}, 'no stack'],
  [{ Other: { Url: 'x' } }, 'no stack'],
  [{ A: outputs, B: outputs }, 'more than one'],
  [{ ...outputs, Region: 1, UserPoolId: '' }, 'lack Region, UserPoolId'],
])('refuses %j, and says what is wrong', (raw, reason) => {
  expect(parseConfig(raw)._unsafeUnwrapErr().reason).toContain(reason);
});
