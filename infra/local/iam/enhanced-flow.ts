import { Result } from 'neverthrow';
import { parsePolicy } from './parse-policy.ts';
import type { Policy, PolicyNotUnderstood } from './policy.ts';

/**
 * Creates the session policies that an identity pool adds in the enhanced flow: none for users who signed in, these two
 * for guests [Amazon Cognito Developer Guide, "IAM roles", access policies]. The session may do what either of the two
 * allows, as far as the guests' role allows it.
 */
export const createEnhancedFlowPolicies = (
  identity: 'authenticated' | 'unauthenticated',
): Result<readonly Policy<'Session'>[], PolicyNotUnderstood> =>
  Result.combine(
    identity === 'authenticated'
      ? []
      : [
          parsePolicy(createAllowPolicy(inline), { kind: 'Session', name: 'the enhanced flow’s' }),
          parsePolicy(createAllowPolicy(managed), {
            kind: 'Session',
            name: 'AmazonCognitoUnAuthedIdentitiesSessionPolicy',
          }),
        ],
  );

const createAllowPolicy = (actions: readonly string[]): object => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
});

const listAllActions = (...services: readonly string[]): string[] => services.map((service) => `${service}:*`);

const inline: readonly string[] = [
  ...listAllActions('appsync', 'cloudwatch', 'codewhisperer', 'cognito-identity', 'cognito-idp', 'cognito-sync'),
  ...listAllActions('comprehend', 'dynamodb', 'execute-api', 'firehose', 'gamelift', 'iot', 'kinesis', 'lambda', 'lex'),
  ...listAllActions('logs', 'machinelearning', 'mobileanalytics', 'mobiletargeting', 'personalize', 'polly'),
  ...listAllActions('rekognition', 's3', 'sdb', 'ses', 'sns', 'sqs', 'transcribe', 'translate'),
  ...['sagemaker:InvokeEndpoint', 'textract:AnalyzeDocument', 'textract:DetectDocumentText'],
];

/** Version 3 [AWS Managed Policy Reference, "AmazonCognitoUnAuthedIdentitiesSessionPolicy"]. */
const managed: readonly string[] = [
  ...listAllActions('comprehend', 'firehose', 'mobiletargeting', 'personalize', 'polly', 'rekognition'),
  ...listAllActions('transcribe', 'translate'),
  ...['rum:PutRumEvents', 'sagemaker:InvokeEndpoint'],
  ...['*DevicePosition*', '*Geofence', '*Geofences', 'CalculateRoute*', 'GetMap*', 'GetPlace', 'SearchPlaceIndex*'].map(
    (name) => `geo:${name}`,
  ),
  ...['Decrypt', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyPair', 'GenerateDataKeyPairWithoutPlaintext'].map(
    (name) => `kms:${name}`,
  ),
  ...['kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'],
];
