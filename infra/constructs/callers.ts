import { type Stack, Validations } from 'aws-cdk-lib';
import type { CfnApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnIdentityPoolRoleAttachment } from 'aws-cdk-lib/aws-cognito';
import { PolicyDocument, PolicyStatement, Role, WebIdentityPrincipal } from 'aws-cdk-lib/aws-iam';
import { routes } from '../../src/lambda/routes.ts';
import { invocationArn } from './notes-api.ts';
import type { UserIdentities } from './user-identities.ts';

/** The one role of signed-in users: it may call the routes that there are. Guests have none. */
export const callers = (stack: Stack, { identityPool }: UserIdentities, api: CfnApi): void => {
  const role = new Role(stack, 'AuthenticatedRole', {
    description: 'What a signed-in user may do: call the routes of the notes API.',
    // Both conditions, or any identity pool in the world could hand this role out, to guests too.
    assumedBy: new WebIdentityPrincipal('cognito-identity.amazonaws.com', {
      StringEquals: { 'cognito-identity.amazonaws.com:aud': identityPool.ref },
      'ForAnyValue:StringEquals': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
    }),
    inlinePolicies: {
      CallTheRoutes: new PolicyDocument({
        statements: [
          new PolicyStatement({
            actions: ['execute-api:Invoke'],
            resources: routes.map((route) => invocationArn(stack, api, { ...route, path: callable(route.path) })),
          }),
        ],
      }),
    },
  });
  for (const route of routes.filter(({ path }) => path !== callable(path)))
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<${stack.getLogicalId(api)}>/$default/${route.method}${callable(route.path)}]`,
      reason: 'A note’s id, which IAM cannot know. Whose note it is, the table’s key decides.',
    });
  new CfnIdentityPoolRoleAttachment(stack, 'IdentityPoolRoles', {
    identityPoolId: identityPool.ref,
    roles: { authenticated: role.roleArn },
  });
};

/** A caller's permission is for the path as it is called: where the route has a parameter, any text. */
const callable = (path: string): string => path.replace(/\{[^}]+\}/g, '*');
