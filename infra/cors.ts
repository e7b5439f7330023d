import { routes } from '../src/lambda/routes.ts';

/**
 * The CORS settings: the headers that a signed request carries and those that the client library reads. Each deployment
 * chooses its allowed origins. `maxAge` is in seconds.
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
