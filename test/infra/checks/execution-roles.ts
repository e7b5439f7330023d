import { findResource, findResources, type PolicyDocument, type Template } from '../../../infra/template/template.ts';
import { account, region } from '../resolve.ts';
import {
  type FunctionOfTemplate,
  listActions,
  listFunctions,
  listServedRoutes,
  type RoleOfTemplate,
} from '../roles.ts';
import { type Expectation, findUnmet } from '../simulate.ts';
import { type Check, differs } from './check.ts';

/** Trusts the account, so that the caller's own policies decide. */
const trustsTheAccount: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
    },
  ],
};

/** The actions of every execution role, whichever function it is for. */
export const running = [
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

/**
 * With isolation `iam`, an execution role reaches the function's own log, traces, and its own data role; the sweep's
 * may also list who has files. It reaches neither the table nor any other role.
 */
export const executionRoles: Check = async (template) => {
  const all = listFunctions(template);
  return [
    ...all.flatMap(({ name, executionRole }) =>
      differs(
        `actions of ${name}’s execution role`,
        listActions(executionRole),
        [...running, 'sts:AssumeRole', 'sts:TagSession', ...(name === 'sweep' ? ['s3:ListBucket'] : [])].sort(),
      ),
    ),
    ...all.flatMap(({ name, environment }) => differs(`ISOLATION of ${name}`, environment.ISOLATION, 'iam')),
    ...(await findUnmet(all.flatMap((one) => listExpectations(one, all, template)))),
  ];
};

/** With isolation `application`, it reaches the function's log, traces, and the table by one action, but no role. */
export const executionRolesOfApplication: Check = async (template) => {
  const served = listServedRoutes(template);
  const { id } = findResource(template, 'AWS::DynamoDB::Table');
  return served.flatMap(({ route, executionRole, environment }) => [
    ...differs(
      `actions of ${route.function}’s execution role`,
      listActions(executionRole),
      [...running, route.action].sort(),
    ),
    ...differs(
      `what ${route.function} may ${route.action}`,
      executionRole.policies
        .flatMap(({ Statement }) => Statement)
        .filter(({ Action }) => Action === route.action)
        .map(({ Resource }) => Resource),
      [`arn:aws:dynamodb:${region}:${account}:table/${id}`],
    ),
    ...differs(`ISOLATION of ${route.function}`, environment.ISOLATION, 'application'),
    ...differs(`DATA_ROLE_ARN of ${route.function}`, environment.DATA_ROLE_ARN, undefined),
  ]);
};

const listExpectations = (
  of: FunctionOfTemplate,
  all: readonly FunctionOfTemplate[],
  template: Template,
): Expectation[] => {
  const { name, executionRole, logGroup: ownLog } = of;
  const request = (allowed: boolean, action: string, resource: string): Expectation => ({
    what: `${name}’s execution role, ${action} on ${resource}`,
    allowed,
    principal: executionRole.session,
    policies: executionRole.policies,
    action,
    resource,
    // A session that already carries the tag must be allowed no more.
    context: { 'aws:PrincipalTag/owner': 'x', 'aws:RequestTag/owner': 'x', 'aws:TagKeys': ['owner'] },
    ...(action.startsWith('sts:') && { resourcePolicy: trustsTheAccount }),
  });
  const logs = findResources(template, 'AWS::Logs::LogGroup').map(([id]) => id);
  const roles: readonly RoleOfTemplate[] = all.flatMap((other) => [
    other.executionRole,
    ...(other.dataRole ? [other.dataRole] : []),
  ]);
  const table = `arn:aws:dynamodb:${region}:${account}:table/${findResource(template, 'AWS::DynamoDB::Table').id}`;
  const stream = (group: string) => `arn:aws:logs:${region}:${account}:log-group:${group}:log-stream:2026`;
  return [
    ...logs.map((group) => request(group === ownLog, 'logs:PutLogEvents', stream(group))),
    request(false, 'logs:GetLogEvents', stream(ownLog)),
    request(false, 'logs:DeleteLogGroup', stream(ownLog).split(':log-stream')[0] ?? ''),
    ...roles.map(({ arn, name: role }) => request(role === of.dataRole?.name, 'sts:AssumeRole', arn)),
    request(false, 'sts:AssumeRole', `arn:aws:iam::${account}:role/Administrator`),
    ...['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan', 'PartiQLSelect', 'BatchGetItem'].map(
      (operation) => request(false, `dynamodb:${operation}`, table),
    ),
    request(false, 'lambda:InvokeFunction', of.functionArn),
    request(false, 'iam:PassRole', of.dataRole?.arn ?? executionRole.arn),
    request(false, 's3:GetObject', 'arn:aws:s3:::bucket/key'),
  ];
};
