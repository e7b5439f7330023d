import { describe, expect, test } from 'vitest';
import { type ApiRoute, matchRoute } from './match-route.ts';

const route = (routeKey: string): ApiRoute => ({
  routeKey,
  authorization: 'AWS_IAM',
  functionArn: routeKey,
  payloadFormatVersion: '2.0',
});
const found = (method: string, path: string, ...keys: string[]) => {
  const matched = matchRoute(keys.map(route), method, path);
  return matched && [matched.route.routeKey, matched.pathParameters];
};

describe('the route of a request', () => {
  test.each<[string, string, readonly string[], unknown]>([
    ['GET', '/notes', ['GET /notes'], ['GET /notes', {}]],
    ['GET', '/notes/a%2Fb', ['GET /notes/{id}'], ['GET /notes/{id}', { id: 'a/b' }]],
    ['POST', '/notes', ['GET /notes'], undefined],
    ['POST', '/notes', ['GET /notes', 'ANY /notes'], ['ANY /notes', {}]],
    ['GET', '/notes', ['ANY /notes', 'GET /notes'], ['GET /notes', {}]],
    ['GET', '/else', ['$default', 'GET /notes'], ['$default', {}]],
    ['GET', '/notes', ['$default', 'GET /notes'], ['GET /notes', {}]],
    ['GET', '/else', [], undefined],
  ])('of %s %s is the most specific one among %j, if any', (method, path, keys, expected) => {
    expect(found(method, path, ...keys)).toEqual(expected);
  });
});
