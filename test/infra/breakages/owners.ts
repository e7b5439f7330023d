import { dataRoles } from '../checks/data-roles.ts';
import { executionRoles } from '../checks/execution-roles.ts';
import { trust } from '../checks/trust.ts';
import { wildcards } from '../checks/wildcards.ts';
import { account } from '../resolve.ts';
import { type Breakage, findDataStatement, findServed, findTrustStatement, requireConditions } from './breakage.ts';

const variable = 'aws:PrincipalTag/owner';
const set = 'ForAllValues:StringEquals';

/** Ways to lose what keeps one owner's items from another's session. */
export const ownerBreakages: readonly Breakage[] = [
  {
    name: 'a data role without conditions',
    caughtBy: dataRoles,
    saying: 'get’s data role, no key: allowed',
    plant: (template) => {
      delete findDataStatement(template).Condition;
    },
  },
  {
    name: 'a data role for any key',
    caughtBy: dataRoles,
    saying: 'get’s data role, the key "*": allowed',
    plant: (template) => {
      delete requireConditions(findDataStatement(template))[set];
    },
  },
  {
    name: 'ForAnyValue, which lets mixed keys through',
    caughtBy: dataRoles,
    saying: 'get’s data role, its own key and "*": allowed',
    plant: (template) => {
      const conditions = requireConditions(findDataStatement(template));
      conditions['ForAnyValue:StringEquals'] = conditions[set] ?? {};
      delete conditions[set];
    },
  },
  {
    name: 'no condition that a key be present',
    caughtBy: dataRoles,
    saying: 'get’s data role, no key: allowed',
    plant: (template) => {
      requireConditions(findDataStatement(template)).Null = { [variable]: 'false' };
    },
  },
  {
    name: 'keys that begin with the owner',
    caughtBy: dataRoles,
    saying: `0": allowed`,
    plant: (template) => {
      findDataStatement(template).Condition = {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`$\{${variable}}*`] },
        Null: { 'dynamodb:LeadingKeys': 'false', [variable]: 'false' },
      };
    },
  },
  {
    name: 'keys of another tag',
    caughtBy: dataRoles,
    saying: 'get’s data role, its owner’s key: denied',
    plant: (template) => {
      requireConditions(findDataStatement(template))[set] = { 'dynamodb:LeadingKeys': [`\${aws:PrincipalTag/user}`] };
    },
  },
  {
    name: 'every action of DynamoDB',
    caughtBy: dataRoles,
    saying: 'get’s data role, dynamodb:DeleteItem with its key: allowed',
    plant: (template) => {
      findDataStatement(template).Action = 'dynamodb:*';
    },
  },
  {
    name: 'a Scan',
    caughtBy: dataRoles,
    saying: 'get’s data role, dynamodb:Scan without a key: allowed',
    plant: (template) => {
      const { policies } = findServed(template, 'get').dataRole;
      policies[0]?.Statement.push({ ...findDataStatement(template), Action: 'dynamodb:Scan', Condition: {} });
    },
  },
  {
    name: 'every table',
    caughtBy: dataRoles,
    saying: 'get’s data role, another table: allowed',
    plant: (template) => {
      findDataStatement(template).Resource = '*';
    },
  },
  {
    name: 'an action on anything',
    caughtBy: wildcards,
    saying: 'has dynamodb:GetItem on anything',
    plant: (template) => {
      findDataStatement(template).Resource = '*';
    },
  },
  {
    name: 'two functions that share a data role',
    caughtBy: dataRoles,
    saying: 'functions with a data role of their own',
    plant: (template) => {
      const get = findServed(template, 'get');
      Object.assign(findServed(template, 'list').environment, { DATA_ROLE_ARN: get.dataRole.arn });
    },
  },
  {
    name: 'trust in the whole account',
    caughtBy: trust,
    saying: `get’s data role is taken by arn:aws:iam::${account}:root`,
    plant: (template) => {
      findTrustStatement(template).Principal = { AWS: `arn:aws:iam::${account}:root` };
    },
  },
  {
    name: 'trust in anybody',
    caughtBy: trust,
    saying: 'get’s data role is taken by arn:aws:iam::999999999999:root',
    plant: (template) => {
      findTrustStatement(template).Principal = '*';
    },
  },
  {
    name: 'trust in another function too',
    caughtBy: trust,
    saying: 'get’s data role is taken by arn:aws:sts::',
    plant: (template) => {
      const both = [findServed(template, 'get'), findServed(template, 'list')].map(
        ({ executionRole }) => executionRole.arn,
      );
      findTrustStatement(template).Principal = { AWS: both };
    },
  },
  {
    name: 'an extra tag',
    caughtBy: trust,
    saying: '"admin":"true"}',
    plant: (template) => {
      delete requireConditions(findTrustStatement(template))[set];
    },
  },
  {
    name: 'an empty owner',
    caughtBy: trust,
    saying: 'get’s data role is taken with the tags {"owner":""}',
    plant: (template) => {
      requireConditions(findTrustStatement(template)).StringLike = { 'aws:RequestTag/owner': '*' };
    },
  },
  {
    name: 'no tag',
    caughtBy: trust,
    saying: 'get’s data role is taken with the tags {}',
    plant: (template) => {
      findTrustStatement(template).Condition = { [set]: { 'aws:TagKeys': ['owner'] } };
    },
  },
  {
    name: 'TagSession without conditions',
    caughtBy: trust,
    saying: 'get’s data role, sts:TagSession without keys: allowed',
    plant: (template) => {
      const { Effect, Principal = '' } = findTrustStatement(template);
      findServed(template, 'get').dataRole.trust.Statement.push({ Effect, Principal, Action: 'sts:TagSession' });
    },
  },
  {
    name: 'an execution role that reaches the table by itself',
    caughtBy: executionRoles,
    saying: 'get’s execution role, dynamodb:GetItem on ',
    plant: (template) => {
      const { Condition: _, ...statement } = findDataStatement(template);
      findServed(template, 'get').executionRole.policies[0]?.Statement.push(statement);
    },
  },
  {
    name: 'an execution role that may take every role',
    caughtBy: executionRoles,
    saying: 'role/Administrator: allowed',
    plant: (template) => {
      const statements = findServed(template, 'get').executionRole.policies[0]?.Statement ?? [];
      statements.push({ Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'], Resource: '*' });
    },
  },
  {
    name: 'an execution role for more than Lambda',
    caughtBy: trust,
    saying: 'whom get’s execution role trusts',
    plant: (template) => {
      const { trust: document } = findServed(template, 'get').executionRole;
      document.Statement.push({
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
      });
    },
  },
];
