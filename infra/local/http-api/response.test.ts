import { describe, expect, test } from 'vitest';
import { createResponse, internalError } from './response.ts';

const shown = (result: unknown) => {
  const { status, headers, body } = createResponse(result);
  return { status, type: headers['content-type'], body: body.toString() };
};

describe('the return value of a function', () => {
  test.each<[string, unknown, string]>([
    ['an object', { a: 1 }, '{"a":1}'],
    ['an array', [1, 2], '[1,2]'],
    ['a string', 'hello', 'hello'],
    ['a number', 7, '7'],
    ['null', null, 'null'],
    ['nothing', undefined, 'null'],
  ])('is the body of a 200 if it has no statusCode: %s', (_, result, body) => {
    expect(shown(result)).toEqual({ status: 200, type: 'application/json', body });
  });

  test('is the response if it has one', () => {
    const headers = { 'Content-Type': 'application/problem+json', 'Retry-After': 1, 'X-Ok': true };
    expect(createResponse({ statusCode: 503, headers, body: '{}' })).toEqual({
      status: 503,
      headers: { 'content-type': 'application/problem+json', 'retry-after': '1', 'x-ok': 'true' },
      body: Buffer.from('{}'),
    });
  });

  test('may have a status as a string, no headers and no body', () => {
    const none = { headers: null, cookies: null, body: null };
    expect(shown({ statusCode: '201', ...none })).toEqual({ status: 201, type: 'text/plain; charset=utf-8', body: '' });
  });

  test('may have its body in base64', () => {
    const bytes = Buffer.from([0, 255, 128]);
    const { body } = createResponse({ statusCode: 200, body: bytes.toString('base64'), isBase64Encoded: true });
    expect(body).toEqual(bytes);
  });

  test('sets each of its cookies', () => {
    const { headers } = createResponse({ statusCode: 200, cookies: ['a=1; Secure', 'b=2'] });
    expect(headers['set-cookie']).toEqual(['a=1; Secure', 'b=2']);
  });

  test('cannot set CORS or framing headers', () => {
    const headers = {
      'Access-Control-Allow-Origin': '*',
      'Transfer-Encoding': 'chunked',
      'Content-Length': '3',
      ETag: '"x"',
    };
    expect(createResponse({ statusCode: 200, headers }).headers).toEqual({
      'content-type': expect.any(String),
      etag: '"x"',
    });
  });

  test.each<[string, unknown]>([
    ['a status that is not a number', { statusCode: 'x' }],
    ['a status of null', { statusCode: null }],
    ['an informational status', { statusCode: 101 }],
    ['a status out of range', { statusCode: 600 }],
    ['a body that is not a string', { statusCode: 200, body: { a: 1 } }],
    ['headers that are a list', { statusCode: 200, headers: ['a'] }],
    ['headers that are a string', { statusCode: 200, headers: 'a: b' }],
    ['cookies that are not a list', { statusCode: 200, cookies: 'a=b' }],
  ])('is a 500 with %s', (_, result) => {
    expect(createResponse(result)).toBe(internalError);
  });
});
