import { Aws, CfnCondition, Fn, type IResolvable, type Stack, Validations } from 'aws-cdk-lib';
import type { CfnApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnIdentityPoolRoleAttachment } from 'aws-cdk-lib/aws-cognito';
import { CfnRole, FederatedPrincipal, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { routes } from '../../src/lambda/routes.ts';
import { formatInvocationArn } from './notes-api.ts';
import type { UserIdentities } from './user-identities.ts';

/**
 * Creates the one role of signed-in users. It may call the API's routes and reach the user's own files. Guests have no
 * role.
 */
export const createSignedInRole = (
  stack: Stack,
  { identityPool }: UserIdentities,
  api: CfnApi,
  files: Bucket | undefined,
): void => {
  const byPrincipal = createDocumentsByPrincipal(stack);
  const role = new CfnRole(stack, 'AuthenticatedRole', {
    description: 'What a signed-in user may do: call the routes of the notes API, and keep files.',
    assumeRolePolicyDocument: byPrincipal((provider) => createTrustPolicy(provider, identityPool.ref)),
    policies: [
      {
        policyName: 'CallTheRoutes',
        policyDocument: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['execute-api:Invoke'],
              resources: routes.map((route) =>
                formatInvocationArn(stack, api, { ...route, path: replaceParameters(route.path) }),
              ),
            }),
          ],
        }),
      },
      ...(files === undefined
        ? []
        : [{ policyName: 'KeepFiles', policyDocument: byPrincipal((provider) => allowOwnFiles(provider, files)) }]),
    ],
  });
  for (const route of routes.filter(({ path }) => path !== replaceParameters(path)))
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<${stack.getLogicalId(api)}>/$default/${route.method}${replaceParameters(route.path)}]`,
      reason: 'A note’s id, which IAM cannot know. The table’s key decides whose note it is.',
    });
  new CfnIdentityPoolRoleAttachment(stack, 'IdentityPoolRoles', {
    identityPoolId: identityPool.ref,
    roles: { authenticated: role.attrArn },
  });
};

/**
 * In each GovCloud region, identity pools use a different service principal ["Amazon Cognito" in the AWS GovCloud (US)
 * User Guide]. Everywhere else, including China, it is `cognito-identity.amazonaws.com`. The names of a policy's
 * condition keys begin with the principal and cannot be computed at deployment, so there is a whole document for each.
 */
const principal = 'cognito-identity.amazonaws.com';
const principalsOfGovCloud = {
  'us-gov-west-1': 'cognito-identity-us-gov.amazonaws.com',
  'us-gov-east-1': 'cognito-identity.us-gov-east-1.amazonaws.com',
};

const createDocumentsByPrincipal = (stack: Stack) => {
  const conditions = Object.entries(principalsOfGovCloud).map(([region, ofRegion]) => {
    const expression = Fn.conditionEquals(Aws.REGION, region);
    return { ofRegion, id: new CfnCondition(stack, `In${region}`, { expression }).logicalId };
  });
  return (documentOf: (provider: string) => PolicyDocument): IResolvable | PolicyDocument =>
    conditions.reduce<IResolvable | PolicyDocument>(
      (elsewhere, { ofRegion, id }) => Fn.conditionIf(id, documentOf(ofRegion), elsewhere),
      documentOf(principal),
    );
};

/**
 * Creates the trust policy. It needs both conditions: without them, any identity pool in the world could hand out this
 * role, even to guests.
 */
const createTrustPolicy = (federated: string, identityPoolId: string): PolicyDocument =>
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

/**
 * Allows the user's own prefix. The prefix is the identity id of the session, whatever a client asks for. A list must
 * name that prefix or one below it. `s3:PutObject` also permits starting a multipart upload, uploading its parts and
 * completing it [Amazon S3 User Guide, "Required permissions for Amazon S3 API operations"]. Users have no access to
 * versions, so they cannot get back what they delete.
 */
const allowOwnFiles = (provider: string, files: Bucket): PolicyDocument => {
  const own = `private/\${${provider}:sub}/*`;
  return new PolicyDocument({
    statements: [
      new PolicyStatement({
        actions: [
          's3:GetObject',
          's3:PutObject',
          's3:DeleteObject',
          's3:AbortMultipartUpload',
          's3:ListMultipartUploadParts',
        ],
        resources: [files.arnForObjects(own)],
      }),
      new PolicyStatement({
        actions: ['s3:ListBucket'],
        resources: [files.bucketArn],
        conditions: { StringLike: { 's3:prefix': own } },
      }),
    ],
  });
};

/** Returns the path for a caller's permission, in which `*` replaces each route parameter: it may be any text. */
const replaceParameters = (path: string): string => path.replace(/\{[^}]+\}/g, '*');
