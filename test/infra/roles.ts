import {
  findIntegration,
  findResources,
  findRolePolicies,
  type PolicyDocument,
  type Template,
  toList,
} from '../../infra/template/template.ts';
import { type Route, routes } from '../../src/lambda/routes.ts';
import { account } from './resolve.ts';

export interface FunctionOfTemplate {
  /** The name of its code. */
  readonly name: string;
  readonly functionArn: string;
  readonly executionRole: RoleOfTemplate;
  readonly dataRole: RoleOfTemplate | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly logGroup: string;
}

/** The parts that serve one route, in a request's order: route, integration, function, execution role, data role. */
export interface Served extends FunctionOfTemplate {
  readonly route: Route;
}

export interface RoleOfTemplate {
  readonly name: string;
  readonly arn: string;
  /** The principal of a session in the role. */
  readonly session: string;
  readonly trust: PolicyDocument;
  readonly policies: readonly PolicyDocument[];
}

export const findRole = (template: Template, arn: string | undefined): RoleOfTemplate | undefined => {
  const name = arn?.split('role/')[1];
  const [, role] = findResources(template, 'AWS::IAM::Role').find(([id]) => id === name) ?? [];
  if (arn === undefined || name === undefined || role === undefined) return undefined;
  const { AssumeRolePolicyDocument: trust } = role.Properties;
  return {
    name,
    arn,
    session: `arn:aws:sts::${account}:assumed-role/${name}/session`,
    trust,
    policies: findRolePolicies(template, name, role.Properties).map(([, document]) => document),
  };
};

/** Lists the routes that lead to a function; the check of the API reports those that do not. */
export const listServedRoutes = (template: Template): Served[] =>
  routes.flatMap((route) => {
    const [, found] =
      findResources(template, 'AWS::ApiGatewayV2::Route').find(
        ([, { Properties }]) => Properties.RouteKey === `${route.method} ${route.path}`,
      ) ?? [];
    const functionArn = found && findIntegration(template, found.Properties.Target)?.Properties.IntegrationUri;
    const fn = findFunction(template, route.function, functionArn);
    return fn === undefined ? [] : [{ route, ...fn }];
  });

/** Lists the functions that a schedule invokes, leaving out missing ones. */
export const listScheduled = (template: Template): FunctionOfTemplate[] =>
  findResources(template, 'AWS::Events::Rule').flatMap(([, { Properties }]) =>
    Properties.Targets.flatMap(({ Arn }) => findFunction(template, 'sweep', Arn) ?? []),
  );

/** Lists the functions that serve routes, and those that a schedule invokes. */
export const listFunctions = (template: Template): FunctionOfTemplate[] => [
  ...listServedRoutes(template),
  ...listScheduled(template),
];

export const findFunction = (
  template: Template,
  name: string,
  functionArn: string | undefined,
): FunctionOfTemplate | undefined => {
  const [, fn] =
    findResources(template, 'AWS::Lambda::Function').find(([id]) => functionArn?.endsWith(`:function:${id}`)) ?? [];
  const executionRole = findRole(template, fn?.Properties.Role);
  if (fn === undefined || functionArn === undefined || executionRole === undefined) return undefined;
  // The function that writes the page has no variables.
  const { Variables: environment = {} } = { ...fn.Properties.Environment };
  const dataRole = findRole(template, environment.DATA_ROLE_ARN);
  return { name, functionArn, executionRole, dataRole, environment, logGroup: fn.Properties.LoggingConfig.LogGroup };
};

/** Lists every action that a role's policies allow on anything, sorted. */
export const listActions = ({ policies }: RoleOfTemplate): string[] =>
  policies
    .flatMap(({ Statement }) => Statement)
    .flatMap(({ Effect, Action }) => (Effect === 'Allow' ? toList(Action) : []))
    .sort();
