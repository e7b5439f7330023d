import { beforeAll, describe, expect, test } from 'vitest';
import { type DeployedRoles, readDeployedRoles } from '../../test/kit/deployed-roles.ts';
import { identityPoolId } from '../../test/kit/event.ts';
import { findResource, findResources, type Template } from '../template/template.ts';
import { explainRefusal } from './authorizer.ts';

let roles: DeployedRoles;
beforeAll(async () => {
  roles = await readDeployedRoles();
});

const user = { identityId: 'us-east-1:ann', identityPoolId, amr: ['authenticated', 'pool', 'pool:CognitoSignIn:sub'] };
const guest = { ...user, amr: ['unauthenticated'] };
const withGuests = (template: Template): void => {
  const { Roles } = findResource(template, 'AWS::Cognito::IdentityPoolRoleAttachment').Properties;
  Roles.unauthenticated = Roles.authenticated ?? '';
};

describe('a user', () => {
  test.each([
    ['GET', '/notes', true],
    ['GET', '/notes/x', true],
    ['PATCH', '/notes/x', false],
    ['GET', '/else', false],
    ['GET', '/', false],
  ])('is allowed to call %s %s: %j', (method, path, allowed) => {
    expect(roles.authorizer.invokeRoute(user, { method, path }).allowed).toBe(allowed);
  });

  test('may assume the role of their own pool, and may not access the table', () => {
    const { takeRoleOfPool, askTableAsUser } = roles.authorizer;
    expect(takeRoleOfPool(user).allowed).toBe(true);
    expect(takeRoleOfPool({ ...user, identityPoolId: 'us-east-1:other' }).allowed).toBe(false);
    const refused = askTableAsUser(user, 'GetItem', { TableName: 'notes', Key: { userId: { S: 'us-east-1:ann' } } });
    expect(explainRefusal(refused)).toMatch(
      /^User: arn:aws:sts::123456789012:assumed-role\/AuthenticatedRole\/CognitoIdentityCredentials is not authorized to perform: dynamodb:GetItem on resource: arn:aws:dynamodb:us-east-1:123456789012:table\/notes because no identity-based policy/,
    );
  });
});

describe('a guest', () => {
  test('has no role, and so may do nothing', () => {
    expect(roles.authorizer.takeRoleOfPool(guest)).toMatchObject({ allowed: false, reason: expect.any(String) });
    expect(roles.authorizer.invokeRoute(guest, { method: 'GET', path: '/notes' })).toMatchObject({ allowed: false });
  });

  test('is not trusted by the users’ role', async () => {
    const { authorizer } = await readDeployedRoles('iam', withGuests);
    expect(authorizer.takeRoleOfPool(guest).allowed).toBe(false);
    // Only the role's trust policy stops guests: the session policies of the enhanced flow let them call APIs.
    expect(authorizer.invokeRoute(guest, { method: 'GET', path: '/notes' }).allowed).toBe(true);
  });
});

describe('the API', () => {
  test('may invoke each function only for its own route', () => {
    const { api } = roles.deployment;
    for (const { functionArn } of api.routes)
      for (const { routeKey, functionArn: own } of api.routes)
        expect(roles.authorizer.invokeFunction(functionArn, routeKey).allowed).toBe(functionArn === own);
    expect(
      roles.authorizer.invokeFunction('arn:aws:lambda:us-east-1:123456789012:function:x', 'GET /notes').allowed,
    ).toBe(false);
  });

  test('may invoke a function for $default, and not for ANY, by a permission for $default', async () => {
    const { authorizer, deployment } = await readDeployedRoles('iam', (template) => {
      for (const [, { Properties }] of findResources(template, 'AWS::Lambda::Permission'))
        Properties.SourceArn = 'arn:aws:execute-api:us-east-1:123456789012:abcdefghij/$default/$default';
    });
    const [create] = deployment.api.routes;
    expect(authorizer.invokeFunction(create?.functionArn ?? '', '$default').allowed).toBe(true);
    expect(authorizer.invokeFunction(create?.functionArn ?? '', 'ANY /notes').allowed).toBe(false);
  });
});

describe('a refusal', () => {
  test('says that a policy denies it, which kind of policy does not allow it, or what was not evaluated', async () => {
    const owner = roles.data('get', 'ann');
    const ask = (who: DeployedRoles, operation: string, asked: object) =>
      explainRefusal(who.authorizer.askTable(owner, operation, { TableName: 'notes', ...asked }));
    expect(ask(roles, 'Scan', {})).toContain('because no identity-based policy allows the dynamodb:Scan action');
    expect(ask(roles, 'Query', { IndexName: 'i' })).toBe(
      'The IAM of this stack cannot evaluate the request, and denies it: it queries an index.',
    );
    const denying = await readDeployedRoles('iam', (template) => {
      findResource(template, 'AWS::DynamoDB::Table').Properties.ResourcePolicy = {
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Deny', Principal: '*', Action: 'dynamodb:*', Resource: '*' }],
        },
      };
    });
    expect(ask(denying, 'GetItem', { Key: { userId: { S: 'ann' } } })).toMatch(/with an explicit deny in a policy$/);
    expect(
      explainRefusal(roles.authorizer.invokeFunction(roles.deployment.api.routes[0]?.functionArn ?? '', 'GET /x')),
    ).toContain('because no resource-based policy');
  });
});

test('a session has the tags of its role, unless it has its own', async () => {
  const tagged = await readDeployedRoles('iam', (template) => {
    for (const [id, { Properties }] of findResources(template, 'AWS::IAM::Role'))
      if (id.startsWith('GetDataRole')) Properties.Tags = [{ Key: 'owner', Value: 'ann' }];
  });
  const may = (tags: Readonly<Record<string, string>>, key: string) =>
    tagged.authorizer.askTable({ ...tagged.data('get', ''), tags }, 'GetItem', {
      TableName: 'notes',
      Key: { userId: { S: key } },
    }).allowed;
  expect([may({}, 'ann'), may({}, 'bob'), may({ owner: 'bob' }, 'bob'), may({ owner: 'bob' }, 'ann')]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});
