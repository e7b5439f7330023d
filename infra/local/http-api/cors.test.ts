import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { createPreflightResponse, isPreflight, withCors } from './cors.ts';

const origin = 'https://notes.example.com';
const cors = {
  ...{ allowOrigins: ['https://other.example.com', origin], allowMethods: ['GET', 'PUT'], maxAge: 60 },
  ...{ allowHeaders: ['authorization', 'x-amz-date'], exposeHeaders: ['date', 'etag'] },
};
const response = { status: 200, headers: { 'x-a': 'b' }, body: Buffer.from('x') };

test.each([
  ['OPTIONS', { origin, 'access-control-request-method': 'PUT' }, true],
  ['GET', { origin, 'access-control-request-method': 'PUT' }, false],
  ['OPTIONS', { 'access-control-request-method': 'PUT' }, false],
  ['OPTIONS', { origin }, false],
  ['GET', { origin }, false],
  ['GET', {}, false],
])('a %s with %j is a preflight request: %s', (method, headers, expected) => {
  expect(isPreflight({ method, headers } as unknown as IncomingMessage)).toBe(expected);
});

test('a preflight response lists the allowed methods and headers', () => {
  expect(createPreflightResponse(cors)).toEqual({
    status: 204,
    headers: {
      'access-control-allow-methods': 'GET,PUT',
      'access-control-allow-headers': 'authorization,x-amz-date',
      'access-control-max-age': '60',
    },
    body: Buffer.alloc(0),
  });
});

describe('an answer', () => {
  const allowed = { 'x-a': 'b', 'access-control-expose-headers': 'date,etag' };

  test('to an allowed origin names it, and varies by origin', () => {
    expect(withCors(cors, origin, response)).toEqual({
      ...response,
      headers: { ...allowed, 'access-control-allow-origin': origin, vary: 'origin' },
    });
    const varying = { ...response, headers: { vary: 'accept' } };
    expect(withCors(cors, origin, varying).headers.vary).toBe('accept, origin');
  });

  test('does not vary by origin where all are allowed', () => {
    expect(withCors({ ...cors, allowOrigins: ['*'] }, 'https://any.example.com', response)).toEqual({
      ...response,
      headers: { ...allowed, 'access-control-allow-origin': '*' },
    });
  });

  test.each([undefined, 'https://evil.example.com', 'null', ''])('to the origin %s is unchanged', (from) => {
    expect(withCors(cors, from, response)).toBe(response);
    if (from === undefined) expect(withCors({ ...cors, allowOrigins: ['*'] }, from, response)).toBe(response);
  });
});
