import {
  findResource,
  findResources,
  type Statement,
  type Template,
  toList,
} from '../../../infra/template/template.ts';
import { api } from '../checks/api.ts';
import { executionRoles } from '../checks/execution-roles.ts';
import { fileSweep } from '../checks/file-sweep.ts';
import { trust } from '../checks/trust.ts';
import { type FunctionOfTemplate, listScheduled, type RoleOfTemplate } from '../roles.ts';
import { type Breakage, requireConditions, requireOnly } from './breakage.ts';

const sweep = (template: Template): FunctionOfTemplate & { readonly dataRole: RoleOfTemplate } => {
  const found = requireOnly(listScheduled(template));
  if (found.dataRole === undefined) throw new Error('The sweep has no data role.');
  return { ...found, dataRole: found.dataRole };
};

/** Finds the only statement of one of the sweep's roles that allows an action. */
const findStatement = (template: Template, role: 'dataRole' | 'executionRole', action: string): Statement =>
  requireOnly(
    sweep(template)[role].policies.flatMap(({ Statement }) =>
      Statement.filter(({ Action }) => toList(Action).includes(action)),
    ),
  );

const readBucketArn = (template: Template): string =>
  String(findStatement(template, 'dataRole', 's3:ListBucket').Resource);

/** Ways in which the sweep could delete another owner's files, read what it must not, or delete nothing. */
export const fileSweepBreakages: readonly Breakage[] = [
  {
    name: 'a sweep that may delete everybody’s files',
    caughtBy: fileSweep,
    saying: 's3:DeleteObject on a file of eu-west-1:7c9e6679-7425-40de-944b-e07fc1f90ae8: allowed',
    plant: (template) => {
      findStatement(template, 'dataRole', 's3:DeleteObject').Resource = `${readBucketArn(template)}/private/*`;
    },
  },
  {
    name: 'a sweep of owners whose ids begin with another’s',
    caughtBy: fileSweep,
    saying: '90ae70: allowed',
    plant: (template) => {
      findStatement(template, 'dataRole', 's3:DeleteObject').Resource =
        `${readBucketArn(template)}/private/\${aws:PrincipalTag/owner}*`;
    },
  },
  {
    name: 'a sweep that may read files',
    caughtBy: fileSweep,
    saying: 's3:GetObject on a file: allowed',
    plant: (template) => {
      const statement = findStatement(template, 'dataRole', 's3:DeleteObject');
      statement.Action = [...toList(statement.Action), 's3:GetObject'];
    },
  },
  {
    name: 'a sweep that lists everybody’s files',
    caughtBy: fileSweep,
    saying: 'a list of private/eu-west-1:7c9e6679-7425-40de-944b-e07fc1f90ae8/: allowed',
    plant: (template) => {
      delete findStatement(template, 'dataRole', 's3:ListBucket').Condition;
    },
  },
  {
    name: 'a sweep that sees all files, not only who has some',
    caughtBy: fileSweep,
    saying: 'a list by {"s3:prefix":"private/"}: allowed',
    plant: (template) => {
      delete requireConditions(findStatement(template, 'executionRole', 's3:ListBucket')).StringEquals?.[
        's3:delimiter'
      ];
    },
  },
  {
    name: 'a sweep that deletes with its execution role, for no owner',
    caughtBy: executionRoles,
    saying: 'actions of sweep’s execution role',
    plant: (template) => {
      const Resource = `${readBucketArn(template)}/private/*`;
      sweep(template).executionRole.policies[0]?.Statement.push({
        Effect: 'Allow',
        Action: 's3:DeleteObject',
        Resource,
      });
    },
  },
  {
    name: 'a sweep that reads any owner’s notes',
    caughtBy: fileSweep,
    saying: 'names in the notes of eu-west-1:7c9e6679-7425-40de-944b-e07fc1f90ae8: allowed',
    plant: (template) => {
      const conditions = requireConditions(findStatement(template, 'dataRole', 'dynamodb:Query'));
      delete conditions['ForAllValues:StringEquals']?.['dynamodb:LeadingKeys'];
    },
  },
  {
    name: 'a sweep that reads the contents of notes',
    caughtBy: fileSweep,
    saying: 'content of notes: allowed',
    plant: (template) => {
      const conditions = requireConditions(findStatement(template, 'dataRole', 'dynamodb:Query'));
      delete conditions['ForAllValues:StringEquals']?.['dynamodb:Attributes'];
    },
  },
  {
    name: 'a sweep that names an attribute and gets all of them',
    caughtBy: fileSweep,
    saying: 'unnamed attributes: allowed',
    plant: (template) => {
      delete requireConditions(findStatement(template, 'dataRole', 'dynamodb:Query')).StringEquals;
    },
  },
  {
    name: 'a sweep’s role that another function can take',
    caughtBy: trust,
    saying: 'sweep’s data role is taken by arn:aws:sts::',
    plant: (template) => {
      requireOnly(sweep(template).dataRole.trust.Statement).Principal = {
        AWS: `arn:aws:iam::${readAccount(template)}:root`,
      };
    },
  },
  {
    name: 'a sweep that every rule in the world may start',
    caughtBy: api,
    saying: 'permissions to invoke a function',
    plant: (template) => {
      const { functionArn } = sweep(template);
      for (const [, { Properties }] of findResources(template, 'AWS::Lambda::Permission'))
        if (Properties.FunctionName === functionArn) delete Properties.SourceArn;
    },
  },
  {
    name: 'a sweep that is never started',
    caughtBy: fileSweep,
    saying: 'the sweep’s schedule',
    plant: (template) => {
      findResource(template, 'AWS::Events::Rule').Properties.State = 'DISABLED';
    },
  },
  {
    name: 'an hourly sweep, which takes its marks for those of the day before',
    caughtBy: fileSweep,
    saying: 'the sweep’s schedule',
    plant: (template) => {
      findResource(template, 'AWS::Events::Rule').Properties.ScheduleExpression = 'rate(1 hour)';
    },
  },
];

const readAccount = (template: Template): string => sweep(template).executionRole.arn.split(':')[4] ?? '';
