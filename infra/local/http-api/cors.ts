import type { IncomingMessage } from 'node:http';
import type { WireResponse } from './response.ts';

/** The CORS configuration of an HTTP API. */
export interface Cors {
  /** `*`, or origins that are compared exactly; patterns such as `https://*` are not supported. */
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  /** Seconds. */
  readonly maxAge: number;
}

/**
 * Returns whether the API answers this request itself, whatever the path [API Gateway Developer Guide, "Configure CORS
 * for HTTP APIs"].
 */
export const isPreflight = ({ method, headers }: IncomingMessage): boolean =>
  method === 'OPTIONS' && headers.origin !== undefined && headers['access-control-request-method'] !== undefined;

/** Creates the answer to a preflight request; it allows something only together with `withCors`. */
export const createPreflightResponse = (cors: Cors): WireResponse => ({
  status: 204,
  headers: {
    'access-control-allow-methods': cors.allowMethods.join(','),
    'access-control-allow-headers': cors.allowHeaders.join(','),
    'access-control-max-age': String(cors.maxAge),
  },
  body: Buffer.alloc(0),
});

/** Adds the CORS headers for an allowed origin; returns the response unchanged for any other origin, and for none. */
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
