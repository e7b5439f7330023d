import { one, type Template } from '../../template/template.ts';
import type { Policy } from '../iam/policy.ts';
import { notDeployable } from './not-deployable.ts';
import { understood } from './roles.ts';

export interface DeployedTable {
  readonly name: string;
  readonly arn: string;
  /** The names of the attributes, both strings. */
  readonly partitionKey: string;
  readonly sortKey: string;
  /** Of the table itself, if it has one. */
  readonly policy: Policy<'Resource'> | undefined;
}

export const tableOf = (template: Template, { name, prefix }: { name: string; prefix: string }): DeployedTable => {
  const { KeySchema, ResourcePolicy } = one(template, 'AWS::DynamoDB::Table').Properties;
  const keyOf = (type: string): string => {
    const key = KeySchema.find(({ KeyType }) => KeyType === type);
    if (key === undefined) throw notDeployable(`The table has no ${type} key.`);
    return key.AttributeName;
  };
  return {
    name,
    arn: `${prefix}:table/${name}`,
    partitionKey: keyOf('HASH'),
    sortKey: keyOf('RANGE'),
    policy: ResourcePolicy && understood(ResourcePolicy.PolicyDocument, 'Resource', `${name}/policy`),
  };
};
