import { type Deployment, readDeployment, type Site } from '../../infra/local/deployment/deployment.ts';
import type { DeployedFunction } from '../../infra/local/deployment/functions.ts';
import type { DeployedRole } from '../../infra/local/deployment/roles.ts';
import { formatArn } from '../../infra/template/arns.ts';
import { findResource, findResources, type Template } from '../../infra/template/template.ts';
import { type Route, routes } from '../../src/lambda/routes.ts';
import { listFilesBuckets } from '../../test/infra/page.ts';
import { account, apiId, identityPoolId, region, userPoolId } from '../../test/infra/resolve.ts';
import { type DeployedPage, readDeployedPage, withoutPage } from './read-deployed-page.ts';

/** The parts of a stage's template that the theorems are about. */
export interface Subject {
  readonly isolation: 'iam' | 'application';
  readonly template: Template;
  readonly deployment: Deployment;
  /** For example `arn:aws:execute-api:eu-west-1:123456789012:abcdef1234/$default`. */
  readonly apiArn: string;
  readonly served: readonly Served[];
  /** The sweep that deletes files that no note names; `undefined` if the stage has no files. */
  readonly sweep: Sweep | undefined;
  /** `undefined` if no page is deployed. */
  readonly page: DeployedPage | undefined;
  /** The role of signed-in users. */
  readonly usersRole: DeployedRole;
}

/** A function with its own role and log. */
export interface RunningFunction {
  /** For example `get`, `sweep` or `pageWriter`. */
  readonly name: string;
  readonly executionRole: DeployedRole;
  /** `undefined` if only the code keeps owners apart. */
  readonly dataRole: DeployedRole | undefined;
  readonly logGroupArn: string;
}

/** A function that the local stack runs, too. */
export interface FunctionWithRoles extends RunningFunction {
  readonly fn: DeployedFunction;
}

/** A function that serves a route. */
export interface Served extends FunctionWithRoles {
  readonly route: Route;
}

export interface Sweep extends FunctionWithRoles {
  /** The ARN of the schedule's rule. */
  readonly ruleArn: string;
}

/** Lists the functions that serve routes, the sweep, and the page's writer. */
export const listFunctions = ({ served, sweep, page }: Subject): readonly RunningFunction[] => [
  ...served,
  ...(sweep === undefined ? [] : [sweep]),
  ...(page === undefined ? [] : [page.writer]),
];

/** Reads a template as the local stack does. Throws on anything that it does not understand. */
export const readSubject = (template: Template, isolation: Subject['isolation']): Subject => {
  const site: Site = {
    ...{ accountId: account, region, userPoolId, identityPoolId, apiId },
    userPoolClientId: findResource(template, 'AWS::Cognito::UserPoolClient').id,
    tableName: findResource(template, 'AWS::DynamoDB::Table').id,
    bucketName: listFilesBuckets(template)[0] ?? '',
  };
  const deployment = readDeployment(withoutPage(template), site);
  const role = (arn: string | undefined, whose: string): DeployedRole => {
    const found = arn === undefined ? undefined : deployment.roles.get(arn);
    if (found === undefined) throw new Error(`There is no ${whose}.`);
    return found;
  };
  const withRoles = (fn: DeployedFunction): FunctionWithRoles => ({
    ...{ name: fn.code, fn },
    executionRole: role(fn.roleArn, `execution role of ${fn.code}`),
    dataRole: isolation === 'iam' ? role(fn.environment.DATA_ROLE_ARN, `data role of ${fn.code}`) : undefined,
    logGroupArn: findLogGroup(template, fn),
  });
  const served = routes.map((route): Served => {
    const { functionArn } = deployment.api.routes.find(({ routeKey }) => routeKey === routeKeyOf(route)) ?? {};
    const fn = deployment.functions.get(functionArn ?? '');
    if (fn === undefined) throw new Error(`Nothing serves ${routeKeyOf(route)}.`);
    return { route, ...withRoles(fn) };
  });
  return {
    ...{ isolation, template, deployment, served, sweep: readSweep(deployment, withRoles) },
    page: readDeployedPage(template, role),
    apiArn: formatArn({ account, region }, 'execute-api', `${apiId}/$default`),
    usersRole: role(deployment.identityPool.roles.authenticated, 'role of signed-in users'),
  };
};

const readSweep = (
  { schedules, functions }: Deployment,
  withRoles: (fn: DeployedFunction) => FunctionWithRoles,
): Sweep | undefined => {
  const [schedule, ...others] = schedules;
  if (others.length > 0) throw new Error('There is more than one schedule.');
  const fn = schedule && functions.get(schedule.functionArn);
  return fn && { ...withRoles(fn), ruleArn: schedule.ruleArn };
};

export const routeKeyOf = ({ method, path }: Route): string => `${method} ${path}`;

const findLogGroup = (template: Template, { arn }: DeployedFunction): string => {
  const [, found] =
    findResources(template, 'AWS::Lambda::Function').find(([id]) => arn.endsWith(`:function:${id}`)) ?? [];
  return formatArn({ account, region }, 'logs', `log-group:${found?.Properties.LoggingConfig.LogGroup}`);
};
