import type { IncomingMessage } from 'node:http';
import { createS3Error } from './s3-error.ts';
import type { S3Response } from './s3-response.ts';

/** A rule in the CORS configuration of a bucket [S3 User Guide, "Elements of a CORS configuration"]. */
export interface CorsRule {
  /** Each has at most one `*`, which matches anything. */
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly string[];
  /** Likewise; case does not matter. */
  readonly allowedHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  /** Seconds. */
  readonly maxAge?: number;
}

/**
 * Answers a preflight request, by its origin, method and headers alone: it is not signed, and the answer says nothing
 * about what is stored.
 */
export const createPreflightResponse = (rules: readonly CorsRule[], { headers }: IncomingMessage): S3Response => {
  const { origin, 'access-control-request-method': method } = headers;
  if (origin === undefined || method === undefined)
    throw createS3Error('AccessForbidden', {
      message: 'Insufficient information. Origin request header needed.',
    });
  const asked = splitHeader(headers['access-control-request-headers']);
  const rule = rules.find((each) => fits(each, origin, method) && asked.every((name) => allowsHeader(each, name)));
  if (rule === undefined)
    throw createS3Error('AccessForbidden', {
      message:
        rules.length === 0
          ? 'CORSResponse: CORS is not enabled for this bucket.'
          : 'CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, ' +
            'request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted ' +
            'by the resource’s CORS spec.',
      elements: { Method: method, ResourceType: 'OBJECT' },
    });
  return {
    status: 200,
    headers: {
      ...createOriginHeaders(rule, origin),
      ...(asked.length > 0 && { 'access-control-allow-headers': asked.join(', ') }),
      ...(rule.maxAge !== undefined && { 'access-control-max-age': String(rule.maxAge) }),
    },
  };
};

/** Returns the CORS headers of any response, a refusal too; none if the origin is not allowed. */
export const createCorsHeaders = (
  rules: readonly CorsRule[],
  { headers: { origin }, method = '' }: IncomingMessage,
): Record<string, string> => {
  const rule = origin === undefined ? undefined : rules.find((each) => fits(each, origin, method));
  return rule === undefined || origin === undefined ? {} : createOriginHeaders(rule, origin);
};

const createOriginHeaders = (rule: CorsRule, origin: string): Record<string, string> => {
  const any = rule.allowedOrigins.includes('*');
  return {
    'access-control-allow-origin': any ? '*' : origin,
    'access-control-allow-methods': rule.allowedMethods.join(', '),
    ...(rule.exposeHeaders.length > 0 && { 'access-control-expose-headers': rule.exposeHeaders.join(', ') }),
    ...(!any && { 'access-control-allow-credentials': 'true' }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
};

const fits = ({ allowedOrigins, allowedMethods }: CorsRule, origin: string, method: string): boolean =>
  allowedMethods.includes(method) && allowedOrigins.some((pattern) => matches(pattern, origin));

const allowsHeader = ({ allowedHeaders }: CorsRule, name: string): boolean =>
  allowedHeaders.some((pattern) => matches(pattern.toLowerCase(), name));

const matches = (pattern: string, text: string): boolean => {
  const [before = '', after] = pattern.split('*');
  if (after === undefined) return pattern === text;
  return text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after);
};

const splitHeader = (header: string | undefined): readonly string[] =>
  (header ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
