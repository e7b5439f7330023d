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
export const createDataRole = (
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
export const allowOwnItems = (table: Table, action: string, attributes: readonly string[] = []): PolicyStatement =>
  allowOnItems(table, action, {
    keys: { 'dynamodb:LeadingKeys': [ownerOfSession], ...ofAttributes(attributes) },
    given: ['aws:PrincipalTag/owner'],
    ...(attributes.length > 0 && { further: onlyWhatIsNamed }),
  });

/** One action on the items of everybody, of these attributes only. */
export const allowAttributesOfAll = (table: Table, action: string, attributes: readonly string[]): PolicyStatement =>
  allowOnItems(table, action, { keys: ofAttributes(attributes), given: [], further: onlyWhatIsNamed });

interface ItemConditions {
  /** All values that a request has for each of these keys, of which it must have some, are among these. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  /** Further keys that a request must have. */
  readonly given: readonly string[];
  readonly further?: Conditions;
}

const allowOnItems = (table: Table, action: string, { keys, given, further }: ItemConditions): PolicyStatement => {
  const mustBeGiven = [...Object.keys(keys), ...given].map((key) => [key, 'false']);
  const conditions = { 'ForAllValues:StringEquals': keys, Null: Object.fromEntries(mustBeGiven), ...further };
  return new PolicyStatement({ actions: [action], resources: [table.tableArn], conditions });
};

const ofAttributes = (attributes: readonly string[]): ItemConditions['keys'] =>
  attributes.length > 0 ? { 'dynamodb:Attributes': attributes } : {};

/** Or a query that names an attribute in a condition would be given all [DynamoDB Developer Guide, "Specifying conditions"]. */
const onlyWhatIsNamed: Conditions = { StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' } };
