import { Aws, CfnCondition, Fn, type IResolvable, type Stack, Validations } from 'aws-cdk-lib';
import type { CfnApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnIdentityPoolRoleAttachment } from 'aws-cdk-lib/aws-cognito';
import { CfnRole, FederatedPrincipal, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { routes } from '../../src/lambda/routes.ts';
import { invocationArn } from './notes-api.ts';
import type { UserIdentities } from './user-identities.ts';

/** The one role of signed-in users: it may call the routes that there are. Guests have none. */
export const callers = (stack: Stack, { identityPool }: UserIdentities, api: CfnApi): void => {
  const role = new CfnRole(stack, 'AuthenticatedRole', {
    description: 'What a signed-in user may do: call the routes of the notes API.',
    assumeRolePolicyDocument: trustOfSignedInUsers(stack, identityPool.ref),
    policies: [
      {
        policyName: 'CallTheRoutes',
        policyDocument: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['execute-api:Invoke'],
              resources: routes.map((route) => invocationArn(stack, api, { ...route, path: callable(route.path) })),
            }),
          ],
        }),
      },
    ],
  });
  for (const route of routes.filter(({ path }) => path !== callable(path)))
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<${stack.getLogicalId(api)}>/$default/${route.method}${callable(route.path)}]`,
      reason: 'A note’s id, which IAM cannot know. Whose note it is, the table’s key decides.',
    });
  new CfnIdentityPoolRoleAttachment(stack, 'IdentityPoolRoles', {
    identityPoolId: identityPool.ref,
    roles: { authenticated: role.attrArn },
  });
};

/**
 * Identity pools sign as another principal in each region of GovCloud: "Amazon Cognito" in the AWS GovCloud (US) User
 * Guide. Everywhere else, China too, it is the first. The names of a policy's conditions begin with the principal and
 * cannot be computed at deployment, so there is a whole document for each.
 */
const principal = 'cognito-identity.amazonaws.com';
const principalsOfGovCloud = {
  'us-gov-west-1': 'cognito-identity-us-gov.amazonaws.com',
  'us-gov-east-1': 'cognito-identity.us-gov-east-1.amazonaws.com',
};

const trustOfSignedInUsers = (stack: Stack, identityPoolId: string): IResolvable | PolicyDocument =>
  Object.entries(principalsOfGovCloud).reduce<IResolvable | PolicyDocument>(
    (elsewhere, [region, ofRegion]) => {
      const { logicalId } = new CfnCondition(stack, `In${region}`, {
        expression: Fn.conditionEquals(Aws.REGION, region),
      });
      return Fn.conditionIf(logicalId, trust(ofRegion, identityPoolId), elsewhere);
    },
    trust(principal, identityPoolId),
  );

/** Both conditions, or any identity pool in the world could hand this role out, to guests too. */
const trust = (federated: string, identityPoolId: string): PolicyDocument =>
  new PolicyDocument({
    statements: [
      new PolicyStatement({
        principals: [new FederatedPrincipal(federated)],
        actions: ['sts:AssumeRoleWithWebIdentity'],
        conditions: {
          StringEquals: { [`${federated}:aud`]: identityPoolId },
          'ForAnyValue:StringEquals': { [`${federated}:amr`]: 'authenticated' },
        },
      }),
    ],
  });

/** A caller's permission is for the path as it is called: where the route has a parameter, any text. */
const callable = (path: string): string => path.replace(/\{[^}]+\}/g, '*');
