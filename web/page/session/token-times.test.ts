import { expect, test } from 'vitest';
import { readTokenTimes } from './token-times.ts';

const tokenOf = (claims: object) => `header.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;

test('the times of a token are read from its claims', () => {
  expect(readTokenTimes(tokenOf({ iat: 10, exp: 3610, name: 'Zoë ???>>>' }))).toEqual({ given: 10, ends: 3610 });
});

test.each(['', 'access', 'a.b.c', 'a.!.c', `a.${btoa('null')}.c`])('%j has no times', (token) => {
  expect(readTokenTimes(token)).toEqual({ given: Number.NaN, ends: Number.NaN });
});

test('a token without times has none', () => {
  expect(readTokenTimes(tokenOf({}))).toEqual({ given: Number.NaN, ends: Number.NaN });
});
