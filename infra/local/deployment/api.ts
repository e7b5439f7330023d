import { findIntegration, findResource, findResources, type Template } from '../../template/template.ts';
import type { Cors } from '../http-api/cors.ts';
import { notDeployable } from './not-deployable.ts';

export interface DeployedApi {
  readonly routes: readonly DeployedRoute[];
  /** `undefined` if no page of another origin may call the API. */
  readonly cors: Cors | undefined;
  /** The limits of requests to the whole API: per second on average, and in one burst. */
  readonly throttling: { readonly rate: number; readonly burst: number } | undefined;
}

export interface DeployedRoute {
  /** As in `GET /notes/{id}`, or `$default` for requests that no other route matches. */
  readonly routeKey: string;
  /** Whether it requires a signature. */
  readonly authorization: 'AWS_IAM' | 'NONE';
  readonly functionArn: string;
  readonly payloadFormatVersion: '1.0' | '2.0';
}

export const readApi = (template: Template): DeployedApi => {
  const { DefaultRouteSettings: settings } = findResource(template, 'AWS::ApiGatewayV2::Stage').Properties;
  const { CorsConfiguration: cors } = findResource(template, 'AWS::ApiGatewayV2::Api').Properties;
  return {
    routes: findResources(template, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) =>
      readRoute(template, Properties),
    ),
    cors: cors && {
      allowOrigins: cors.AllowOrigins,
      allowMethods: cors.AllowMethods ?? [],
      allowHeaders: cors.AllowHeaders ?? [],
      exposeHeaders: cors.ExposeHeaders ?? [],
      maxAge: cors.MaxAge ?? 0,
    },
    throttling: settings && { rate: settings.ThrottlingRateLimit, burst: settings.ThrottlingBurstLimit },
  };
};

const readRoute = (
  template: Template,
  { RouteKey: routeKey, AuthorizationType, Target }: { RouteKey: string; AuthorizationType?: string; Target: string },
): DeployedRoute => {
  const integration = findIntegration(template, Target);
  if (integration === undefined) throw notDeployable(`The route ${routeKey} has no integration.`);
  const { IntegrationUri: functionArn, PayloadFormatVersion } = integration.Properties;
  return {
    routeKey,
    authorization: requireOneOf(AuthorizationType ?? 'NONE', ['AWS_IAM', 'NONE'], `the authorization of ${routeKey}`),
    functionArn,
    payloadFormatVersion: requireOneOf(PayloadFormatVersion, ['1.0', '2.0'], `the payload format of ${routeKey}`),
  };
};

export const requireOneOf = <const T extends string>(value: unknown, allowed: readonly T[], what: string): T => {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw notDeployable(`${JSON.stringify(value)} is not understood as ${what}.`);
  return found;
};
