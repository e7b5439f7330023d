import { describe, expect, test } from 'vitest';
import { listAssumeRoleRequests } from './assume-role.ts';
import { createEnhancedFlowPolicies } from './enhanced-flow.ts';
import { evaluate } from './evaluate.ts';
import { parsePolicy } from './parse-policy.ts';
import type { Principal } from './principal.ts';

const role = 'arn:aws:iam::123456789012:role/R';
const function_: Principal = { kind: 'RoleSession', roleArn: 'arn:aws:iam::123456789012:role/F', sessionName: 's' };

describe('assuming a role asks for [IAM User Guide, "Pass session tags in AWS STS"]', () => {
  const taking = { principal: function_, action: 'sts:AssumeRole', roleArn: role } as const;
  const resource = { arn: role, accountId: '123456789012' };

  test('the role alone without tags, with no tag keys in the context', () => {
    const context = { 'sts:ExternalId': 'x' };
    expect(listAssumeRoleRequests({ ...taking, context })).toEqual([
      { principal: function_, action: 'sts:AssumeRole', resource, context },
    ]);
    expect(listAssumeRoleRequests({ ...taking, tags: {} })).toEqual([
      { principal: function_, action: 'sts:AssumeRole', resource, context: {} },
    ]);
  });

  test('TagSession too with tags, which are in the context of both requests', () => {
    const context = { 'aws:RequestTag/owner': 'ann', 'aws:RequestTag/a': 'b', 'aws:TagKeys': ['owner', 'a'] };
    expect(listAssumeRoleRequests({ ...taking, tags: { owner: 'ann', a: 'b' } })).toEqual([
      { principal: function_, action: 'sts:AssumeRole', resource, context },
      { principal: function_, action: 'sts:TagSession', resource, context },
    ]);
  });

  test('the role with the claims of a web identity token', () => {
    const principal: Principal = { kind: 'WebIdentity', provider: 'cognito-identity.amazonaws.com' };
    const context = { 'cognito-identity.amazonaws.com:amr': ['authenticated'] };
    expect(
      listAssumeRoleRequests({ principal, action: 'sts:AssumeRoleWithWebIdentity', roleArn: role, context }),
    ).toEqual([{ principal, action: 'sts:AssumeRoleWithWebIdentity', resource, context }]);
  });

  test('more with tags than a trust policy without TagSession allows', () => {
    const Statement = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: '*' };
    const trust = parsePolicy({ Statement }, { kind: 'Trust', name: 'R' })._unsafeUnwrap();
    const decisions = listAssumeRoleRequests({ ...taking, tags: { owner: 'ann' } }).map(
      (request) => evaluate(request, { identity: [], resource: trust }).decision,
    );
    expect(decisions).toEqual(['Allow', 'ImplicitDeny']);
  });
});

describe('the session policies of an identity pool’s enhanced flow [Amazon Cognito Developer Guide, "IAM roles"]', () => {
  const everything = parsePolicy(
    { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
    { kind: 'Identity', name: 'Everything' },
  )._unsafeUnwrap();
  const may = (who: 'authenticated' | 'unauthenticated', action: string) =>
    evaluate(
      { principal: function_, action, resource: { arn: '*', accountId: '123456789012' }, context: {} },
      { identity: [everything], session: createEnhancedFlowPolicies(who)._unsafeUnwrap() },
    ).decision === 'Allow';

  test('leave signed-in users everything that their role allows', () => {
    expect(createEnhancedFlowPolicies('authenticated')._unsafeUnwrap()).toEqual([]);
    expect(may('authenticated', 'iam:CreateUser')).toBe(true);
  });

  test('limit guests to some services, whatever their role allows', () => {
    const [inline, managed] = createEnhancedFlowPolicies('unauthenticated')._unsafeUnwrap();
    const shown = (policy: typeof inline) => ({
      ...{ kind: policy?.kind, name: policy?.name },
      actions: policy?.statements[0]?.action.patterns
        .map(({ written }) => written)
        .toSorted()
        .join(' '),
    });
    // As in AWS's documentation.
    expect(shown(inline)).toEqual({
      kind: 'Session',
      name: 'the enhanced flow’s',
      actions: [
        'appsync:* cloudwatch:* codewhisperer:* cognito-identity:* cognito-idp:* cognito-sync:* comprehend:* ' +
          'dynamodb:*',
        'execute-api:* firehose:* gamelift:* iot:* kinesis:* lambda:* lex:* logs:* machinelearning:* mobileanalytics:*',
        'mobiletargeting:* personalize:* polly:* rekognition:* s3:* sagemaker:InvokeEndpoint sdb:* ses:* sns:* sqs:*',
        'textract:AnalyzeDocument textract:DetectDocumentText transcribe:* translate:*',
      ].join(' '),
    });
    expect(shown(managed)).toEqual({
      kind: 'Session',
      name: 'AmazonCognitoUnAuthedIdentitiesSessionPolicy',
      actions: [
        'comprehend:* firehose:* geo:*DevicePosition* geo:*Geofence geo:*Geofences geo:CalculateRoute* geo:GetMap*',
        'geo:GetPlace geo:SearchPlaceIndex* kms:Decrypt kms:Encrypt kms:GenerateDataKey kms:GenerateDataKeyPair',
        'kms:GenerateDataKeyPairWithoutPlaintext kms:GenerateDataKeyWithoutPlaintext kms:ReEncryptFrom kms:ReEncryptTo',
        'mobiletargeting:* personalize:* polly:* rekognition:* rum:PutRumEvents sagemaker:InvokeEndpoint transcribe:*',
        'translate:*',
      ].join(' '),
    });
    expect(
      [
        'execute-api:Invoke',
        's3:GetObject',
        'dynamodb:GetItem',
        'polly:x',
        'kms:Decrypt',
        'geo:GetMapTile',
        'rum:PutRumEvents',
      ].map((action) => may('unauthenticated', action)),
    ).not.toContain(false);
    expect(
      [
        'iam:CreateUser',
        'sts:AssumeRole',
        'kms:DeleteAlias',
        'ec2:RunInstances',
        'sagemaker:CreateModel',
        'textract:x',
      ].map((action) => may('unauthenticated', action)),
    ).not.toContain(true);
  });
});
