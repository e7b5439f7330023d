import { type Home, tableArn } from '../../template/arns.ts';
import { findResource, type Template } from '../../template/template.ts';
import type { Policy } from '../iam/policy.ts';
import { notDeployable } from './not-deployable.ts';
import { parseOrThrow } from './roles.ts';

export interface DeployedTable {
  readonly name: string;
  readonly arn: string;
  /** The names of the attributes, both strings. */
  readonly partitionKey: string;
  readonly sortKey: string;
  /** The attribute that holds the epoch seconds after which an item is deleted; `undefined` if items do not expire. */
  readonly timeToLive: string | undefined;
  /** The table's own policy, if it has one. */
  readonly policy: Policy<'Resource'> | undefined;
}

export const readTable = (template: Template, name: string, home: Home): DeployedTable => {
  const {
    KeySchema,
    ResourcePolicy,
    TimeToLiveSpecification: ttl,
  } = findResource(template, 'AWS::DynamoDB::Table').Properties;
  const [partitionKey, sortKey, ...more] = KeySchema;
  // In this order [DynamoDB API Reference, "CreateTable", KeySchema].
  if (partitionKey?.KeyType !== 'HASH' || sortKey?.KeyType !== 'RANGE' || more.length > 0)
    throw notDeployable('The table’s keys are not a partition key and then a sort key.');
  return {
    name,
    arn: tableArn(home, name),
    partitionKey: partitionKey.AttributeName,
    sortKey: sortKey.AttributeName,
    timeToLive: ttl?.Enabled ? ttl.AttributeName : undefined,
    policy: ResourcePolicy && parseOrThrow(ResourcePolicy.PolicyDocument, 'Resource', `${name}/policy`),
  };
};
