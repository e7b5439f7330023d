import type { Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { ArnPrincipal, type Conditions, PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { LoggedFunction } from './logged-function.ts';

/** The IAM policy variable for the owner that a session is tagged with. IAM fills it in. */
export const ownerOfSession = `\${aws:PrincipalTag/owner}`;

/**
 * Creates the role in which a function reaches one owner's data: that of the owner whom the session is tagged with.
 * Only that function's execution role may assume it, with the tag `owner` and no other. The function gets the
 * permission to do so, and the role's ARN in `DATA_ROLE_ARN`.
 *
 * `ForAllValues` alone is true when the key is absent, so each has a `Null` condition beside it [IAM User Guide, "Set
 * operators for multivalued context keys"]. The policy does not mention transitive tags: a session that may not assume
 * a role has nowhere to pass them on to.
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

/** Allows one action on the items of the session's owner. If attributes are named, allows only those. */
export const allowOwnItems = (table: Table, action: string, attributes: readonly string[] = []): PolicyStatement =>
  allowOnItems(table, action, {
    keys: { 'dynamodb:LeadingKeys': [ownerOfSession], ...ofAttributes(attributes) },
    given: ['aws:PrincipalTag/owner'],
    ...(attributes.length > 0 && { further: onlyWhatIsNamed }),
  });

/** Allows one action on everybody's items, limited to these attributes. */
export const allowAttributesOfAll = (table: Table, action: string, attributes: readonly string[]): PolicyStatement =>
  allowOnItems(table, action, { keys: ofAttributes(attributes), given: [], further: onlyWhatIsNamed });

interface ItemConditions {
  /** For each of these keys, a request must have at least one value, and all its values must be among these. */
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

/**
 * Without this, a query that names attributes only in a condition would get all of them [DynamoDB Developer Guide,
 * "Specifying conditions"].
 */
const onlyWhatIsNamed: Conditions = { StringEquals: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' } };
