import type { Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { ArnPrincipal, type Conditions, PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { LoggedFunction } from './logged-function.ts';

/** IAM's variable for the owner that a session is tagged with, for IAM to fill in. */
export const ownerOfSession = `\${aws:PrincipalTag/owner}`;

/**
 * The role in which a function reaches what is one owner's: the owner's that the session is tagged with. Only that function's execution
 * role may take it, with the tag `owner` and no other, and is given the permission and the role's name in `DATA_ROLE_ARN`.
 *
 * `ForAllValues` alone is true of a key that is absent, so each has its `Null` beside it [IAM User Guide, "Set
 * operators for multivalued context keys"]. Nothing is said of transitive tags: a session that may not assume a role
 * has nowhere to pass them on to.
 */
export const dataRole = (
  stack: Stack,
  { id, fn, role: executionRole }: LoggedFunction,
  description: string,
  statements: readonly PolicyStatement[],
): Role => {
  const role = new Role(stack, `${id}DataRole`, {
    description,
    assumedBy: new ArnPrincipal(executionRole.roleArn)
      .withConditions({
        StringLike: { 'aws:RequestTag/owner': '?*' },
        'ForAllValues:StringEquals': { 'aws:TagKeys': ['owner'] },
        Null: { 'aws:TagKeys': 'false' },
      })
      .withSessionTags(),
    inlinePolicies: { NotesOfTheOwner: new PolicyDocument({ statements: [...statements] }) },
  });
  executionRole.addToPrincipalPolicy(
    new PolicyStatement({ actions: ['sts:AssumeRole', 'sts:TagSession'], resources: [role.roleArn] }),
  );
  fn.addEnvironment('DATA_ROLE_ARN', role.roleArn);
  return role;
};

/** One action on the items of the session's owner. Of these attributes only, where some are named. */
export const onItemsOfTheOwner = (
  table: Table,
  action: string,
  attributes: readonly string[] = [],
): PolicyStatement => {
  const conditions: Conditions = {
    'ForAllValues:StringEquals': {
      'dynamodb:LeadingKeys': [ownerOfSession],
      ...(attributes.length > 0 && { 'dynamodb:Attributes': attributes }),
    },
    Null: {
      'dynamodb:LeadingKeys': 'false',
      'aws:PrincipalTag/owner': 'false',
      ...(attributes.length > 0 && { 'dynamodb:Attributes': 'false' }),
    },
    ...(attributes.length > 0 && onlyWhatIsNamed),
  };
  return new PolicyStatement({ actions: [action], resources: [table.tableArn], conditions });
};

/** Or a query that names an attribute in a condition would be given all [DynamoDB Developer Guide, "Specifying conditions"]. */
export const onlyWhatIsNamed = { StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' } };
