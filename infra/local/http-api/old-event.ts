import type { HttpApiEvent } from './event.ts';

export type OldEvent = ReturnType<typeof toOldEvent>;

/**
 * Converts an event to payload format 1.0, as far as a function needs it to recognize the format [API Gateway Developer
 * Guide, "Create AWS Lambda proxy integrations for HTTP APIs"]. The functions here do not accept it.
 */
export const toOldEvent = ({ headers, requestContext, body, isBase64Encoded, ...event }: HttpApiEvent) => {
  const { accountId, apiId, requestId, stage, http } = requestContext;
  return {
    version: '1.0',
    resource: event.routeKey.split(' ')[1] ?? '',
    path: event.rawPath,
    httpMethod: http.method,
    headers,
    queryStringParameters: event.queryStringParameters ?? null,
    pathParameters: event.pathParameters ?? null,
    requestContext: { accountId, apiId, requestId, stage, identity: { sourceIp: http.sourceIp } },
    body: body ?? null,
    isBase64Encoded,
  };
};
