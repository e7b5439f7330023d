import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findLink } from './links.ts';

const asked = 'https://api.example.com/v1/notes?limit=1';
const next = (header: string | null) => findLink('next', header, asked)?.href;

test.each([
  ['<?after=2>; rel="next"', 'https://api.example.com/v1/notes?after=2'],
  ['<?after=2>;rel=next', 'https://api.example.com/v1/notes?after=2'],
  ['<?after=2>; title="a, b"; REL="prev NEXT"', 'https://api.example.com/v1/notes?after=2'],
  ['<?a>; rel=prev, <?b>; rel="next"; type="x"', 'https://api.example.com/v1/notes?b'],
  ['<?a>; rel="first last" , , <?b>; rel = "next"', 'https://api.example.com/v1/notes?b'],
  ['</notes?after=2>; title="\\"; rel=prev"; rel="next"', 'https://api.example.com/notes?after=2'],
  ['<https://other.example.com/x?after=2>; rel="next"', 'https://other.example.com/x?after=2'],
  ['<?a>; rel="prev"; rel="next"', undefined],
  ['<?a>; rel="nextish"', undefined],
  ['<?a>; rel="ne\\xt"', 'https://api.example.com/v1/notes?a'],
  ['<?a>; hreflang; rel=next', 'https://api.example.com/v1/notes?a'],
  ['<?a> rel=next', undefined],
  ['<?a>x; rel=next', undefined],
  ['<?a>; rel', undefined],
  ['<http://[>; rel="next"', undefined],
  ['?a; rel="next"', undefined],
  ['', undefined],
  [null, undefined],
])('%s', (header, target) => {
  expect(next(header)).toBe(target);
});

test('whatever a header holds, it is parsed to its end', () => {
  const piece = fc.constantFrom('<', '>', ';', ',', '"', '\\', ' ', 'rel', '=', 'next', '?a', '\0', 'é');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const found = next(pieces.join(''));
      expect(found === undefined || typeof found === 'string').toBe(true);
    }),
  );
});

test('a link among others is found, in whichever order its parameters are', () => {
  const token = fc.stringMatching(/^[a-z]{1,6}$/).filter((name) => name !== 'rel');
  const value = fc.string({ unit: fc.constantFrom(...'ab ,;<>=\\"'), maxLength: 6 });
  const quoted = (text: string) => `"${text.replace(/[\\"]/g, '\\$&')}"`;
  fc.assert(
    fc.property(fc.dictionary(token, value), fc.nat(3), (parameters, at) => {
      const others = Object.entries(parameters).map(([name, text]) => `${name}=${quoted(text)}`);
      const all = [...others.slice(0, at), 'rel="next"', ...others.slice(at)].join('; ');
      expect(next(`<?x>; rel="prev", <?found>; ${all}, <?y>; rel="last"`)).toBe(
        'https://api.example.com/v1/notes?found',
      );
    }),
  );
});
