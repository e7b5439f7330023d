import type { HandlerResponse } from '../event.ts';

export const json = (body: unknown, statusCode = 200): HandlerResponse => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
