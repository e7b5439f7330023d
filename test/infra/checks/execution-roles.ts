import { ofType, one, type PolicyDocument, type Template } from '../../../infra/template/template.ts';
import { account, region } from '../resolve.ts';
import { actionsOf, type RoleOfTemplate, type Served, servedRoutes } from '../roles.ts';
import { type Expectation, unmet } from '../simulate.ts';
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

const running = ['logs:CreateLogStream', 'logs:PutLogEvents', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'];

/** With isolation `iam`: its own log, traces, and its own data role. Nothing of the table, and no other role. */
export const executionRoles: Check = async (template) => {
  const served = servedRoutes(template);
  return [
    ...served.flatMap(({ route, executionRole }) =>
      differs(
        `actions of ${route.function}’s execution role`,
        actionsOf(executionRole),
        [...running, 'sts:AssumeRole', 'sts:TagSession'].sort(),
      ),
    ),
    ...served.flatMap(({ route, environment }) =>
      differs(`ISOLATION of ${route.function}`, environment.ISOLATION, 'iam'),
    ),
    ...(await unmet(served.flatMap((one) => expectationsOf(one, served, template)))),
  ];
};

/** With isolation `application`: its own log, traces, and the one action on the table. No role to take. */
export const executionRolesOfApplication: Check = async (template) => {
  const served = servedRoutes(template);
  const { id } = one(template, 'AWS::DynamoDB::Table');
  return served.flatMap(({ route, executionRole, environment }) => [
    ...differs(
      `actions of ${route.function}’s execution role`,
      actionsOf(executionRole),
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

const expectationsOf = (of: Served, served: readonly Served[], template: Template): Expectation[] => {
  const { route, executionRole } = of;
  const request = (allowed: boolean, action: string, resource: string): Expectation => ({
    what: `${route.function}’s execution role, ${action} on ${resource}`,
    allowed,
    principal: executionRole.session,
    policies: executionRole.policies,
    action,
    resource,
    // A session that carries the tag already must be no better off.
    context: { 'aws:PrincipalTag/owner': 'x', 'aws:RequestTag/owner': 'x', 'aws:TagKeys': ['owner'] },
    ...(action.startsWith('sts:') && { resourcePolicy: trustsTheAccount }),
  });
  const ownLog = logGroupOf(of, template);
  const logs = ofType(template, 'AWS::Logs::LogGroup').map(([id]) => id);
  const roles: readonly RoleOfTemplate[] = served.flatMap((other) => [
    other.executionRole,
    ...(other.dataRole ? [other.dataRole] : []),
  ]);
  const table = `arn:aws:dynamodb:${region}:${account}:table/${one(template, 'AWS::DynamoDB::Table').id}`;
  const stream = (group: string) => `arn:aws:logs:${region}:${account}:log-group:${group}:log-stream:2026`;
  return [
    ...logs.map((group) => request(group === ownLog, 'logs:PutLogEvents', stream(group))),
    request(false, 'logs:GetLogEvents', stream(ownLog ?? '')),
    request(false, 'logs:DeleteLogGroup', stream(ownLog ?? '').split(':log-stream')[0] ?? ''),
    ...roles.map(({ arn, name }) => request(name === of.dataRole?.name, 'sts:AssumeRole', arn)),
    request(false, 'sts:AssumeRole', `arn:aws:iam::${account}:role/Administrator`),
    ...['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan', 'PartiQLSelect', 'BatchGetItem'].map(
      (name) => request(false, `dynamodb:${name}`, table),
    ),
    request(false, 'lambda:InvokeFunction', of.functionArn),
    request(false, 'iam:PassRole', of.dataRole?.arn ?? executionRole.arn),
    request(false, 's3:GetObject', 'arn:aws:s3:::bucket/key'),
  ];
};

const logGroupOf = ({ functionArn }: Served, template: Template): string | undefined => {
  const [, fn] =
    ofType(template, 'AWS::Lambda::Function').find(([id]) => functionArn.endsWith(`:function:${id}`)) ?? [];
  return fn?.Properties.LoggingConfig.LogGroup;
};
