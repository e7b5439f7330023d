import type { HandlerResponse } from '../event.ts';

export const json = (statusCode: number, body: unknown): HandlerResponse => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
