import { ArnFormat, Fn, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { CfnApi, CfnIntegration, CfnRoute, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { cors } from '../cors.ts';
import type { Stage } from '../stages.ts';
import type { NotesFunction } from './notes-function.ts';

const stageName = '$default';

/**
 * Creates the HTTP API. It uses CloudFormation's own (L1) constructs for exact ARNs: the L2 integration permits every
 * stage and method of a path. A route and its permission come from the same row of the list, so neither can be
 * forgotten.
 */
export const createNotesApi = (
  stack: Stack,
  stage: Stage,
  functions: readonly NotesFunction[],
  allowedOrigins: readonly string[],
): CfnApi => {
  const api = new CfnApi(stack, 'NotesApi', {
    name: stack.stackName,
    protocolType: 'HTTP',
    ...(allowedOrigins.length > 0 && { corsConfiguration: { ...cors, allowOrigins: [...allowedOrigins] } }),
  });
  for (const { route, fn, id } of functions) {
    const integration = new CfnIntegration(stack, `${id}Integration`, {
      apiId: api.ref,
      integrationType: 'AWS_PROXY',
      integrationUri: fn.functionArn,
      payloadFormatVersion: '2.0',
    });
    new CfnRoute(stack, `${id}Route`, {
      apiId: api.ref,
      routeKey: `${route.method} ${route.path}`,
      authorizationType: 'AWS_IAM',
      target: `integrations/${integration.ref}`,
    });
    new CfnPermission(stack, `${id}Permission`, {
      action: 'lambda:InvokeFunction',
      functionName: fn.functionArn,
      principal: 'apigateway.amazonaws.com',
      sourceArn: formatInvocationArn(stack, api, route),
    });
  }

  const accessLog = new LogGroup(stack, 'AccessLog', {
    logGroupName: formatAccessLogName(stack),
    retention: stage.logRetention,
    removalPolicy: stage.retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  new CfnStage(stack, 'DefaultStage', {
    apiId: api.ref,
    stageName,
    autoDeploy: true,
    accessLogSettings: { destinationArn: formatLogGroupArn(stack, accessLog), format: JSON.stringify(accessLogFormat) },
    defaultRouteSettings: {
      detailedMetricsEnabled: true,
      throttlingRateLimit: stage.throttling.rate,
      throttlingBurstLimit: stage.throttling.burst,
    },
  });
  return api;
};

/** Returns the ARN that a route's permission names: `arn:…:execute-api:region:account:api/$default/GET/notes/{id}`. */
export const formatInvocationArn = (
  stack: Stack,
  api: CfnApi,
  { method, path }: { readonly method: string; readonly path: string },
): string =>
  stack.formatArn({ service: 'execute-api', resource: api.ref, resourceName: `${stageName}/${method}${path}` });

/**
 * Returns the access log's name. API Gateway gets permission to write to it from an account-wide CloudWatch Logs
 * resource policy, which holds 5,120 characters and which nothing cleans up: once it is full, the next deployment
 * fails. Names with this prefix need no entry of their own there ["Enable logging from AWS services" in the CloudWatch
 * Logs User Guide]. The name ends with the stack's own id, so that a retained log does not block the next stack of the
 * same name.
 */
const formatAccessLogName = (stack: Stack): string =>
  `/aws/vendedlogs/${stack.stackName}/access/${Fn.select(2, Fn.split('/', stack.stackId))}`;

/** Returns the ARN without the `:*` that the attribute `Arn` ends with: a log destination does not accept it. */
const formatLogGroupArn = (stack: Stack, { logGroupName }: LogGroup): string =>
  stack.formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: logGroupName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });

/**
 * The access log's fields. They say nothing about the caller: neither identity nor address. The function's own line has
 * a hash of the owner.
 */
const accessLogFormat = {
  requestId: '$context.requestId',
  time: '$context.requestTimeEpoch',
  route: '$context.routeKey',
  status: '$context.status',
  protocol: '$context.protocol',
  milliseconds: '$context.responseLatency',
  functionMilliseconds: '$context.integrationLatency',
  bytes: '$context.responseLength',
  error: '$context.error.responseType',
};
