import type { Answer } from '../event.ts';

export const json = (body: unknown, statusCode = 200): Answer => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
