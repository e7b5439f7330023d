import { describe, expect, test } from 'vitest';
import { routes } from '../../../src/lambda/routes.ts';
import { readDeployedRoles } from '../../../test/kit/deployed-roles.ts';
import { findResource, findResources, type Template } from '../../template/template.ts';

const deployed = async (change?: (template: Template) => void) => (await readDeployedRoles('iam', change)).deployment;
const first = <T>([entry]: readonly (readonly [string, T])[]): T => {
  if (entry === undefined) throw new Error('There is none.');
  return entry[1];
};

describe('the deployment of a template', () => {
  test('has the routes, each with IAM authorization and its own function', async () => {
    const { api, functions } = await deployed();
    expect(api.routes.map((route) => [route.routeKey, functions.get(route.functionArn)?.code])).toEqual(
      routes.map(({ method, path, function: name }) => [`${method} ${path}`, name]),
    );
    for (const route of api.routes)
      expect(route).toMatchObject({ authorization: 'AWS_IAM', payloadFormatVersion: '2.0' });
  });

  test('has the functions, with their environment, time-out and role', async () => {
    const { functions, roles, table } = await deployed();
    for (const { code, environment, roleArn, timeout } of functions.values()) {
      expect(timeout).toBe(code === 'sweep' ? 900_000 : 10_000);
      expect(environment).toMatchObject({ NOTES_TABLE_NAME: table.name, ISOLATION: 'iam' });
      expect(roles.get(roleArn)?.trust.statements).toHaveLength(1);
      expect(roles.has(environment.DATA_ROLE_ARN ?? '')).toBe(true);
    }
  });

  test('has the roles, with their inline and their attached policies', async () => {
    const { roles, functions } = await deployed();
    const [get] = [...functions.values()].filter(({ code }) => code === 'get');
    const names = (arn: string | undefined) => roles.get(arn ?? '')?.policies.map(({ name }) => name);
    expect(names(get?.environment.DATA_ROLE_ARN)).toEqual([expect.stringMatching(/^GetDataRole\w+\/0$/)]);
    expect(names(get?.roleArn)).toEqual([expect.stringMatching(/^GetExecutionRoleDefaultPolicy/)]);
  });

  test('has the table with its keys, no guests, and an API with CORS and limits', async () => {
    expect(await deployed()).toMatchObject({
      table: { name: 'notes', partitionKey: 'userId', sortKey: 'noteId', policy: undefined },
      identityPool: { guests: false, roles: { unauthenticated: undefined, authenticated: expect.any(String) } },
      api: { throttling: { rate: 10_000, burst: 5_000 }, cors: { allowOrigins: ['*'], maxAge: 3600 } },
    });
  });

  test('has role tags, a table policy, and an API without CORS or limits, if the template says so', async () => {
    const { roles, table, api } = await deployed((template) => {
      for (const [, { Properties }] of findResources(template, 'AWS::IAM::Role'))
        Properties.Tags = [{ Key: 'a', Value: 'b' }];
      findResource(template, 'AWS::DynamoDB::Table').Properties.ResourcePolicy = {
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Deny', Principal: '*', Action: 'dynamodb:Scan', Resource: '*' }],
        },
      };
      delete findResource(template, 'AWS::ApiGatewayV2::Api').Properties.CorsConfiguration;
      delete findResource(template, 'AWS::ApiGatewayV2::Stage').Properties.DefaultRouteSettings;
    });
    expect([...roles.values()].map(({ tags }) => tags)).toContainEqual({ a: 'b' });
    expect(table.policy?.statements).toHaveLength(1);
    expect([api.cors, api.throttling]).toEqual([undefined, undefined]);
  });
});

describe('a template is refused if it has', () => {
  test.each<[string, (template: Template) => void, string]>([
    [
      'managed policies',
      (template) => {
        first(findResources(template, 'AWS::IAM::Role')).Properties.ManagedPolicyArns = [
          'arn:aws:iam::aws:policy/ReadOnlyAccess',
        ];
      },
      'managed policies',
    ],
    [
      'an unknown condition operator',
      (template) => {
        const [statement] = first(findResources(template, 'AWS::IAM::Role')).Properties.AssumeRolePolicyDocument
          .Statement;
        if (statement) statement.Condition = { StringSounds: { 'aws:PrincipalArn': 'x' } };
      },
      'Condition',
    ],
    [
      'code of an unknown bundle',
      (template) =>
        Object.assign(first(findResources(template, 'AWS::Lambda::Function')), {
          Metadata: { 'aws:asset:path': '/x' },
        }),
      'is not known here',
    ],
    [
      'code without metadata',
      (template) => Object.assign(first(findResources(template, 'AWS::Lambda::Function')), { Metadata: undefined }),
      'is not known here',
    ],
    [
      'a route without an integration',
      (template) => {
        first(findResources(template, 'AWS::ApiGatewayV2::Route')).Properties.Target = 'integrations/x';
      },
      'has no integration',
    ],
    [
      'another authorization',
      (template) => {
        first(findResources(template, 'AWS::ApiGatewayV2::Route')).Properties.AuthorizationType = 'JWT';
      },
      '"JWT"',
    ],
    [
      'another payload format',
      (template) => {
        first(findResources(template, 'AWS::ApiGatewayV2::Integration')).Properties.PayloadFormatVersion = '3.0';
      },
      '"3.0"',
    ],
    [
      'role mappings by rules',
      (template) => {
        findResource(template, 'AWS::Cognito::IdentityPoolRoleAttachment').Properties.RoleMappings = {};
      },
      'by rules',
    ],
    [
      'a table without a sort key',
      (template) => {
        findResource(template, 'AWS::DynamoDB::Table').Properties.KeySchema.pop();
      },
      'keys are not',
    ],
  ])('%s', async (_, change, saying) => {
    await expect(deployed(change)).rejects.toMatchObject({
      name: 'NotDeployable',
      message: expect.stringContaining(saying),
    });
  });
});
