import { findResource, findResources } from '../../../infra/template/template.ts';
import { functions } from '../checks/functions.ts';
import { pinned, retained } from '../checks/kept.ts';
import { kinds } from '../checks/kinds.ts';
import { wildcards } from '../checks/wildcards.ts';
import { type Breakage, findDataStatement, findServed, requireOnly } from './breakage.ts';

/** Ways around the other checks, and ways to lose the data. */
export const resourceBreakages: readonly Breakage[] = [
  {
    name: 'a function with a URL of its own',
    caughtBy: kinds,
    saying: 'Address is a AWS::Lambda::Url',
    plant: (template) => {
      template.Resources.Address = { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'NONE' } };
    },
  },
  {
    name: 'a role that belongs to nothing',
    caughtBy: kinds,
    saying: 'roles: [',
    plant: (template) => {
      const [, role] = requireOnly(findResources(template, 'AWS::IAM::Role').slice(0, 1));
      template.Resources.Stray = structuredClone(role);
    },
  },
  {
    name: 'a managed policy',
    caughtBy: kinds,
    saying: 'managed policies',
    plant: (template) => {
      const { name } = findServed(template, 'get').executionRole;
      for (const [id, { Properties }] of findResources(template, 'AWS::IAM::Role'))
        if (id === name) Properties.ManagedPolicyArns = ['arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess'];
    },
  },
  {
    name: 'a role that is tagged with an owner itself',
    caughtBy: kinds,
    saying: 'has a tag owner',
    plant: (template) => {
      const [, { Properties }] = requireOnly(findResources(template, 'AWS::IAM::Role').slice(0, 1));
      Properties.Tags = [{ Key: 'Owner', Value: 'team' }];
    },
  },
  {
    name: 'a policy of the table’s own',
    caughtBy: kinds,
    saying: 'the table’s own policy',
    plant: (template) => {
      findResource(template, 'AWS::DynamoDB::Table').Properties.ResourcePolicy = { PolicyDocument: { Statement: [] } };
    },
  },
  {
    name: 'all actions except one',
    caughtBy: wildcards,
    saying: 'has a NotAction',
    plant: (template) => {
      const { Action, ...statement } = findDataStatement(template);
      const { policies } = findServed(template, 'get').dataRole;
      policies[0]?.Statement.push({ ...statement, ...{ NotAction: 'dynamodb:Scan' } });
    },
  },
  {
    name: 'a table keyed by note',
    caughtBy: pinned,
    saying: 'the table’s key',
    plant: (template) => {
      findResource(template, 'AWS::DynamoDB::Table').Properties.KeySchema.reverse();
    },
  },
  {
    name: 'identities that are deleted with the stack',
    caughtBy: retained,
    saying: 'the deletion policy of IdentityPool',
    plant: (template) => {
      const { id } = findResource(template, 'AWS::Cognito::IdentityPool');
      template.Resources[id] = { ...findResource(template, 'AWS::Cognito::IdentityPool'), DeletionPolicy: 'Delete' };
    },
  },
  {
    name: 'a table that may be deleted',
    caughtBy: retained,
    saying: 'the table’s protection',
    plant: (template) => {
      findResource(template, 'AWS::DynamoDB::Table').Properties.DeletionProtectionEnabled = false;
    },
  },
  {
    name: 'a function whose log nobody watches',
    caughtBy: functions,
    saying: 'logs searched for AccessDenied',
    plant: (template) => {
      const [id] = requireOnly(
        findResources(template, 'AWS::Logs::MetricFilter')
          .filter(([, { Properties }]) => Properties.MetricTransformations[0]?.MetricName === 'AccessDenied')
          .slice(0, 1),
      );
      delete template.Resources[id];
    },
  },
];
