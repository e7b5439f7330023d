import { describe, expect, test } from 'vitest';
import { parseCall } from './call.ts';

const call = (query: string, ...rawHeaders: readonly string[]) =>
  parseCall({ method: 'PUT', key: 'k', rawHeaders, query });

describe('a call', () => {
  test('has one value of each header, with repeated metadata joined', () => {
    expect(call('', 'X-Amz-Meta-A', 'b').header('x-amz-meta-a')).toBe('b');
    expect(() => call('', 'Range', 'a', 'range', 'b').header('range')).toThrow('more than one header');
    expect(call('', 'x-amz-meta-a', 'b', 'x-amz-meta-a', 'c').headersFrom('x-amz-meta-')).toEqual([['a', 'b,c']]);
  });

  test('has one value of each parameter, which may be empty', () => {
    expect(call('a=b%20c&d&e=f=g').parameter('a')).toBe('b c');
    expect(call('a=b%20c&d&e=f=g').parameter('d')).toBe('');
    expect(call('a=b%20c&d&e=f=g').parameter('e')).toBe('f=g');
    expect(call('').parameter('a')).toBeUndefined();
    for (const query of ['a=b&a=c', 'a&%61']) expect(() => call(query)).toThrow('more than one value');
    for (const query of ['a=%', 'a=%f', '%ff=a', 'a=%c0%80']) expect(() => call(query)).toThrow('URI');
  });

  const signed = 'X-Amz-Signature=0';

  test('takes x-amz- headers from its query, but only if that is signed', () => {
    expect(call(`x-amz-meta-a=%C3%BC&${signed}`).header('x-amz-meta-a')).toBe('\u00c3\u00bc');
    expect(call(`X-Amz-Meta-A=b&${signed}`).headersFrom('x-amz-meta-')).toEqual([['a', 'b']]);
    expect(call('x-amz-meta-a=b').header('x-amz-meta-a')).toBeUndefined();
    expect(call(`range=b&${signed}`).header('range')).toBeUndefined();
    expect(call(`x-amz-meta-a=%0d%0ab&${signed}`).header('x-amz-meta-a')).toBeUndefined();
    expect(call(`x-amz-meta-%C3%BC=b&${signed}`).headersFrom('x-amz-meta-')).toEqual([]);
    expect(call(`x-amz-checksum-crc32=AAAAAA==&${signed}`).header('x-amz-checksum-crc32')).toBeUndefined();
  });

  test('is refused if its query and its headers disagree', () => {
    expect(call(`x-amz-acl=a&${signed}`, 'x-amz-acl', 'a').header('x-amz-acl')).toBe('a');
    expect(() => call(`x-amz-acl=a&${signed}`, 'x-amz-acl', 'b').header('x-amz-acl')).toThrow('two values');
  });
});
