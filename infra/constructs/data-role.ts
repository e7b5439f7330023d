import type { Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { ArnPrincipal, PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { Route } from '../../src/lambda/routes.ts';

/**
 * The role in which a function reaches the table: for one action, on the items of the owner that the session is tagged
 * with. Only that function's execution role may take it, with the tag `owner` and no other.
 *
 * `ForAllValues` alone is true of a key that is absent, so each has its `Null` beside it [IAM User Guide, "Set
 * operators for multivalued context keys"]. Nothing is said of transitive tags: a session that may not assume a role
 * has nowhere to pass them on to.
 */
export const dataRole = (stack: Stack, id: string, { action }: Route, table: Table, executionRole: Role): Role =>
  new Role(stack, `${id}DataRole`, {
    description: `${action} on the notes of one owner, the session's tag "owner".`,
    assumedBy: new ArnPrincipal(executionRole.roleArn)
      .withConditions({
        StringLike: { 'aws:RequestTag/owner': '?*' },
        'ForAllValues:StringEquals': { 'aws:TagKeys': ['owner'] },
        Null: { 'aws:TagKeys': 'false' },
      })
      .withSessionTags(),
    inlinePolicies: {
      NotesOfTheOwner: new PolicyDocument({
        statements: [
          new PolicyStatement({
            actions: [action],
            resources: [table.tableArn],
            conditions: {
              // IAM's variable, for IAM to fill in.
              'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [`\${aws:PrincipalTag/owner}`] },
              Null: { 'dynamodb:LeadingKeys': 'false', 'aws:PrincipalTag/owner': 'false' },
            },
          }),
        ],
      }),
    },
  });
