import { type GatewayResponse, gatewayAnswers } from '../../../src/adapters/api-gateway/gateway-answers.ts';

/** A response as it goes over the wire. Header names are in lower case. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

/** Creates a response of API Gateway's own. */
export const createGatewayResponse = ({ status, message }: GatewayResponse): WireResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify({ message })),
});

export const internalError = createGatewayResponse(gatewayAnswers.Failed);

/**
 * Creates the response that an HTTP API makes from a function's result [API Gateway Developer Guide, "Create AWS Lambda
 * proxy integrations for HTTP APIs", response format 2.0]. A result with a `statusCode` is the response; any other is
 * the body of a 200, where a string is used as it is [measured on AWS: Lambda Test Tool v2 of aws/aws-lambda-dotnet]. A
 * malformed response becomes a 500.
 */
export const createResponse = (result: unknown): WireResponse => {
  if (typeof result !== 'object' || result === null || !('statusCode' in result)) {
    // Lambda's runtime turns `undefined` into `null`.
    const body = typeof result === 'string' ? result : JSON.stringify(result ?? null);
    return { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from(body) };
  }
  const { statusCode, headers, cookies, body, isBase64Encoded } = result as Readonly<Record<string, unknown>>;
  const status = Number(statusCode);
  const text = body ?? '';
  if (!Number.isInteger(status) || status < 200 || status > 599 || typeof text !== 'string') return internalError;
  if (!isRecord(headers ?? {}) || !Array.isArray(cookies ?? [])) return internalError;
  return {
    status,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      ...selectForwarded(headers ?? {}),
      ...(Array.isArray(cookies) && cookies.length > 0 && { 'set-cookie': cookies.map(String) }),
    },
    body: Buffer.from(text, isBase64Encoded === true ? 'base64' : 'utf8'),
  };
};

/**
 * Removes the headers that only the API sets: message framing, and CORS, as where that is configured "API Gateway
 * ignores CORS headers returned from your backend integration" [API Gateway Developer Guide, "Configure CORS for HTTP
 * APIs"].
 */
const selectForwarded = (headers: object): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers)
      .map(([name, value]) => [name.toLowerCase(), String(value)] as const)
      .filter(([name]) => !name.startsWith('access-control-') && !framing.includes(name)),
  );

const framing = ['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'upgrade'];

const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
