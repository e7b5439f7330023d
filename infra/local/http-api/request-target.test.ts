import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTarget } from './request-target.ts';

describe('a request target', () => {
  test('of encoded segments and parameters is split into path and query, still encoded', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((raw) => !['.', '..'].includes(raw));
    fc.assert(
      fc.property(fc.array(text), fc.option(text), (segments, parameter) => {
        const path = `/${segments.map(encodeURIComponent).join('/')}`;
        const query = parameter === null ? '' : `a=${encodeURIComponent(parameter)}`;
        const target = parameter === null ? path : `${path}?${query}`;
        expect(parseTarget(target)._unsafeUnwrap()).toEqual({ path, query });
      }),
    );
  });

  test.each([
    ['/a/', '/a/', ''],
    ['/..a/...', '/..a/...', ''],
    ['/%2e%2e/%2E', '/%2e%2e/%2E', ''],
    ['/%2F%2F', '/%2F%2F', ''],
    ['/a?b//../c', '/a', 'b//../c'],
    ['/a?b?c', '/a', 'b?c'],
    ['/a?', '/a', ''],
  ])('may be %s', (target, path, query) => {
    expect(parseTarget(target)._unsafeUnwrap()).toEqual({ path, query });
  });

  test.each([
    '',
    '*',
    'a',
    '?a',
    'http://127.0.0.1/a',
    '//a',
    '/a//b',
    '/a//',
    '/.',
    '/..',
    '/./a',
    '/a/../b',
    '/a/..?b',
    '/a b',
    '/\u00c3\u00a9',
    '/a?\u00e9',
    '/\u007f',
    '/%',
    '/%2',
    '/%zz',
    '/%ff',
    '/%c0%af',
    '/%ed%a0%80',
    '/a?%',
    '/a?b=%ff',
  ])('is refused: %j', (target) => {
    expect(parseTarget(target)._unsafeUnwrapErr()).toMatchObject({ kind: 'TargetRefused' });
  });
});
