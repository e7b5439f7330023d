import { findResource, findResources, type Template } from '../../../infra/template/template.ts';
import { routes } from '../../../src/lambda/routes.ts';
import { account, apiId, region } from '../resolve.ts';
import { listServedRoutes } from '../roles.ts';
import { type Check, differs } from './check.ts';

/** The API has exactly the listed routes, each behind IAM and to a function of its own that nothing else may invoke. */
export const api: Check = (template) => [...everyRoute(template), ...permissions(template), ...stage(template)];

const everyRoute = (template: Template): string[] => {
  const found = findResources(template, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => Properties);
  const served = listServedRoutes(template);
  const { Target, RouteKey, CorsConfiguration } = findResource(template, 'AWS::ApiGatewayV2::Api').Properties;
  return [
    ...differs(
      'routes',
      found.map(({ RouteKey }) => RouteKey).sort(),
      routes.map(({ method, path }) => `${method} ${path}`).sort(),
    ),
    ...found.flatMap((route) => differs(`who may call ${route.RouteKey}`, route.AuthorizationType, 'AWS_IAM')),
    ...differs(
      'functions that serve a route',
      new Set(served.map(({ functionArn }) => functionArn)).size,
      routes.length,
    ),
    ...differs('a route created by the API itself', [Target, RouteKey], [undefined, undefined]),
    ...findResources(template, 'AWS::ApiGatewayV2::Integration').flatMap(([id, { Properties }]) =>
      differs(id, [Properties.IntegrationType, Properties.PayloadFormatVersion], ['AWS_PROXY', '2.0']),
    ),
    ...(CorsConfiguration?.AllowOrigins.some((origin) => origin.includes('*')) ? ['any page may call the API'] : []),
    ...differs('cookies across origins', CorsConfiguration?.AllowCredentials ?? false, false),
  ];
};

const permissions = (template: Template): string[] =>
  differs(
    'permissions to invoke a function',
    findResources(template, 'AWS::Lambda::Permission')
      .map(([, { Properties }]) => Object.entries(Properties).sort())
      .map(String)
      .sort(),
    [
      ...listServedRoutes(template).map(({ route, functionArn }) =>
        Object.entries({
          Action: 'lambda:InvokeFunction',
          FunctionName: functionArn,
          Principal: 'apigateway.amazonaws.com',
          SourceArn: `arn:aws:execute-api:${region}:${account}:${apiId}/$default/${route.method}${route.path}`,
        }),
      ),
      ...findResources(template, 'AWS::Events::Rule').flatMap(([id, { Properties }]) =>
        Properties.Targets.map(({ Arn }) =>
          Object.entries({
            Action: 'lambda:InvokeFunction',
            FunctionName: Arn,
            Principal: 'events.amazonaws.com',
            SourceArn: `arn:aws:events:${region}:${account}:rule/${id}`,
          }),
        ),
      ),
    ]
      .map(String)
      .sort(),
  );

const stage = (template: Template): string[] => {
  const { StageName, AccessLogSettings, DefaultRouteSettings, RouteSettings } = findResource(
    template,
    'AWS::ApiGatewayV2::Stage',
  ).Properties;
  const {
    ThrottlingRateLimit = 0,
    ThrottlingBurstLimit = 0,
    DetailedMetricsEnabled = false,
  } = DefaultRouteSettings ?? {};
  const format = AccessLogSettings?.Format ?? '';
  const accessLogs = findResources(template, 'AWS::Logs::LogGroup').filter(
    ([id]) => AccessLogSettings?.DestinationArn === `arn:aws:logs:${region}:${account}:log-group:${id}`,
  );
  return [
    ...differs('the stage', StageName, '$default'),
    ...differs('settings of single routes', RouteSettings, undefined),
    ...differs('metrics of each route', DetailedMetricsEnabled, true),
    ...(ThrottlingRateLimit > 0 && ThrottlingBurstLimit > 0 ? [] : ['requests are not throttled']),
    ...(format === '' || accessLogs.length !== 1 ? ['there is no access log'] : []),
    ...accessLogs.flatMap(([, { Properties }]) =>
      Properties.LogGroupName?.startsWith('/aws/vendedlogs/')
        ? []
        : ['the access log takes space in the account’s one policy of CloudWatch Logs'],
    ),
    ...(/identity|authorizer|path|header|querystring/i.test(format) ? ['the access log reveals the caller'] : []),
  ];
};
