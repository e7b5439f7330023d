import { routes } from '../src/lambda/routes.ts';

/**
 * What a page may send and read across origins: what a signed request carries, and what the client library looks at.
 * Which origins may is for the deployment to say. `maxAge` is in seconds.
 */
export const cors = {
  allowMethods: [...new Set(routes.map(({ method }) => method))],
  allowHeaders: [
    'authorization',
    'content-type',
    'idempotency-key',
    'if-match',
    'if-none-match',
    'x-amz-content-sha256',
    'x-amz-date',
    'x-amz-security-token',
  ],
  exposeHeaders: ['apigw-requestid', 'date', 'etag', 'link', 'location', 'retry-after'],
  maxAge: 3600,
};
