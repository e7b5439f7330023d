import type { IncomingMessage } from 'node:http';
import type { WireResponse } from './response.ts';

/** As the CORS configuration of an HTTP API. */
export interface Cors {
  /** `*`, or origins compared exactly; patterns as `https://*` are not for this one. */
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  /** Seconds. */
  readonly maxAge: number;
}

/** Whether the API answers this itself, whatever the path [API Gateway Developer Guide, "Configure CORS for HTTP APIs"]. */
export const isPreflight = ({ method, headers }: IncomingMessage): boolean =>
  method === 'OPTIONS' && headers.origin !== undefined && headers['access-control-request-method'] !== undefined;

/** The answer to a preflight request; what it allows, it allows with `withCors` only. */
export const createPreflightResponse = (cors: Cors): WireResponse => ({
  status: 204,
  headers: {
    'access-control-allow-methods': cors.allowMethods.join(','),
    'access-control-allow-headers': cors.allowHeaders.join(','),
    'access-control-max-age': String(cors.maxAge),
  },
  body: Buffer.alloc(0),
});

/** The response with what an allowed origin is to hear; as it is for any other, and for none. */
export const withCors = (cors: Cors, origin: string | undefined, response: WireResponse): WireResponse => {
  const allowed = cors.allowOrigins.find((each) => each === '*' || each === origin);
  if (origin === undefined || allowed === undefined) return response;
  const { vary } = response.headers;
  return {
    ...response,
    headers: {
      ...response.headers,
      'access-control-allow-origin': allowed,
      'access-control-expose-headers': cors.exposeHeaders.join(','),
      ...(allowed !== '*' && { vary: vary === undefined ? 'origin' : `${vary}, origin` }),
    },
  };
};
