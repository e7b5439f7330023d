import type { APIGatewayProxyEventV2 } from 'aws-lambda';

export const identityPoolId = 'us-east-1:06d418dd-1111-2222-3333-444455556666';
export const userPoolId = 'us-east-1_AbCdEfGhI';
const provider = `cognito-idp.us-east-1.amazonaws.com/${userPoolId}`;

export interface EventOptions {
  readonly routeKey: string;
  /** The caller's identity id. */
  readonly identityId: string;
  /** The identity's pool, if it is not the one of these tests. */
  readonly identityPoolId?: string;
  readonly id?: string;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
}

/** Builds the payload-2.0 event that API Gateway makes from a request that this user signed. */
export const createEvent = (asked: EventOptions): APIGatewayProxyEventV2 => {
  const { routeKey, identityId, id, body, isBase64Encoded = false, headers = {}, query } = asked;
  const [method = '', template = ''] = routeKey.split(' ');
  const path = template.replace('{id}', id ?? '');
  const sub = '0d4a5c9e-8f1b-4d2a-9c3e-1f2a3b4c5d6e';
  const cognitoIdentity = {
    amr: ['authenticated', provider, `${provider}:CognitoSignIn:${sub}`],
    identityId,
    identityPoolId: asked.identityPoolId ?? identityPoolId,
  };
  const requestContext = {
    accountId: '123456789012',
    apiId: 'abcdefghij',
    authorizer: { iam: { accessKey: 'ASIAEXAMPLE', accountId: '123456789012', cognitoIdentity } },
    domainName: 'abcdefghij.execute-api.us-east-1.amazonaws.com',
    domainPrefix: 'abcdefghij',
    http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
    requestId: 'JKJaXmPLvHcESHA=',
    routeKey,
    stage: '$default',
    time: '23/Nov/2026:05:00:00 +0000',
    timeEpoch: 1_795_410_000_000,
  };
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    requestContext,
    isBase64Encoded,
    ...(id !== undefined && { pathParameters: { id } }),
    ...(query !== undefined && { queryStringParameters: query }),
    ...(body !== undefined && { body }),
  };
};
