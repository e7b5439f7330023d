import { AwsClient } from 'aws4fetch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findResource, findResources } from '../../../infra/template/template.ts';
import { selectSteps, startTracedStack, type TracedStack } from './traced-stack.ts';

/** A stack that lets guests in, with the role of users, as a wrong template may do. */
let stack: TracedStack;
beforeAll(async () => {
  stack = await startTracedStack({
    change: (template) => {
      findResource(template, 'AWS::Cognito::IdentityPool').Properties.AllowUnauthenticatedIdentities = true;
      const { Roles } = findResource(template, 'AWS::Cognito::IdentityPoolRoleAttachment').Properties;
      Object.assign(Roles, { unauthenticated: Roles.authenticated });
      for (const [, { Properties }] of findResources(template, 'AWS::IAM::Role'))
        for (const { Condition } of Properties.AssumeRolePolicyDocument.Statement)
          delete Condition?.['ForAnyValue:StringEquals'];
    },
  });
});
afterAll(() => stack?.[Symbol.asyncDispose]());

const askPool = async (operation: string, parameters: object) => {
  const answer = await fetch(stack.outputs.CognitoEndpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityService.${operation}`,
    },
    body: JSON.stringify(parameters),
  });
  return Object(await answer.json());
};

test('an unsigned request is nobody’s, and its chain ends where it is refused', async () => {
  const answer = await fetch(`${stack.outputs.ApiEndpoint}/notes`);
  expect(answer.status).toBe(403);
  const requestId = answer.headers.get('apigw-requestid');
  await stack.rowWhere((row) => row.requestId === requestId && row.cause !== undefined);
  const trace = await stack.fetchTrace(requestId);
  expect(trace).toMatchObject({ kind: 'api', status: 403, isRefused: true });
  expect(trace.who).toBeUndefined();
  expect(trace.steps.map(({ kind }) => kind)).toEqual(['Request', 'Answer']);
  expect(trace.refusal?.cause).toMatch(/not signed|no signature|Authorization/i);
});

test('a preflight is not a refusal', async () => {
  const answer = await fetch(`${stack.outputs.ApiEndpoint}/notes`, {
    method: 'OPTIONS',
    headers: { origin: stack.outputs.PageUrl ?? '', 'access-control-request-method': 'POST' },
  });
  expect(answer.ok).toBe(true);
  const { id } = await stack.rowWhere(({ method }) => method === 'OPTIONS');
  expect(await (await stack.ask(`/api/chain/trace?id=${id}`)).json()).toMatchObject({ isRefused: false });
});

test('pools, chain and table show a guest by its identity, without a user', async () => {
  const { IdentityPoolId, ApiEndpoint, DynamoDbEndpoint, Region: region } = stack.outputs;
  const { IdentityId } = await askPool('GetId', { IdentityPoolId });
  const { Credentials: keys } = await askPool('GetCredentialsForIdentity', { IdentityId });
  const given = await stack.rowWhere(({ method }) => method === 'GetCredentialsForIdentity');
  expect(given.who).toEqual({ identityId: IdentityId });

  const { AccessKeyId: accessKeyId, SecretKey: secretAccessKey, SessionToken: sessionToken } = keys;
  const as = (service: string) => new AwsClient({ accessKeyId, secretAccessKey, sessionToken, region, service });
  const asked = await as('execute-api').fetch(`${ApiEndpoint}/notes`);
  const trace = await stack.fetchTrace(asked.headers.get('apigw-requestid'));
  expect(trace.who).toEqual({ identityId: IdentityId });
  const [credentials] = selectSteps(trace, 'Credentials');
  expect(credentials).toMatchObject({ accessKeyId, identityId: IdentityId });
  expect(credentials).not.toHaveProperty('sub');
  // A function refuses everybody who has not signed in.
  expect([asked.status, trace.isRefused]).toEqual([403, true]);
  expect(trace.steps.map(({ kind }) => kind)).toEqual([
    ...['Request', 'Signature', 'Credentials', 'Permission', 'Permission', 'Event', 'Answer'],
  ]);
  await as('dynamodb').fetch(DynamoDbEndpoint, {
    method: 'POST',
    headers: { 'x-amz-target': 'DynamoDB_20120810.Scan', 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify({ TableName: stack.outputs.NotesTableName }),
  });
  const atTheTable = await stack.rowWhere(({ kind }) => kind === 'table');
  expect(atTheTable).toMatchObject({ who: { identityId: IdentityId }, isRefused: true });
});
