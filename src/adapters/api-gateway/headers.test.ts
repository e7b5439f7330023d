import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEvent } from '../../../test/kit/event.ts';
import { withPlainHeaders } from './headers.ts';

const identityId = 'us-east-1:7c9e6679-7425-40de-944b-e07fc1f90ae7';
const event = createEvent({ routeKey: 'GET /notes', identityId });

describe('the headers of an event', () => {
  test('have names in lower case, whatever their case in the event', () => {
    const name = fc.stringMatching(/^[A-Za-z-]{1,12}$/);
    fc.assert(
      fc.property(fc.dictionary(name, fc.string(), { noNullPrototype: true }), (headers) => {
        const names = Object.keys(headers).map((name) => name.toLowerCase());
        fc.pre(new Set(names).size === names.length);
        const plain = withPlainHeaders({ ...event, headers }).headers;
        for (const [name, value] of Object.entries(headers)) expect(plain[name.toLowerCase()]).toBe(value);
        expect(Object.keys(plain)).toHaveLength(names.length);
      }),
    );
  });

  test('are left as they are if they are already in lower case', () => {
    expect(withPlainHeaders(event)).toBe(event);
  });

  test('with the same name are joined into one list', () => {
    const headers = { 'If-Match': '"a"', 'if-match': '"b"', IF_MATCH: '"c"' };
    expect(withPlainHeaders({ ...event, headers }).headers).toEqual({ 'if-match': '"a","b"', if_match: '"c"' });
  });

  test.each([undefined, null])('are empty if the event has %s', (headers) => {
    expect(withPlainHeaders({ ...event, headers } as never).headers).toEqual({});
  });
});
