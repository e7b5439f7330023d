import { describe, expect, test } from 'vitest';
import { parseMediaType, unknownMediaType } from './media-type.ts';

describe('a media type', () => {
  test.each([
    ...['image/png', 'a/b', 'text/plain; charset=utf-8', 'text/plain ;charset="a b"', 'Image/PNG'],
    ...['application/vnd.ms-excel', 'application/ld+json;profile="https://x.example/"', `a/${'b'.repeat(253)}`],
    unknownMediaType,
  ])('is kept as it is: %s', (raw) => {
    expect(parseMediaType(raw)._unsafeUnwrap()).toBe(raw);
  });

  test.each([
    ...['', 'text', 'text/', '/plain', 'text/plain;', 'text/plain; ', 'text/plain ', ' text/plain', 'text /plain'],
    ...['text/plain; a="\n"', 'text/plain\r\nx-a: b', 'text/plän', 'text/plain; a="ü"', 'text/plain; a=\0', 'a/b/c'],
    `a/${'b'.repeat(254)}`,
  ])('is refused if a header could not carry it: %j', (raw) => {
    expect(parseMediaType(raw)._unsafeUnwrapErr().kind).toBe('InvalidMediaType');
  });
});
