import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkHeader, mergeHeaders } from './headers.ts';

const catchFailure = (run: () => unknown): { exitCode: number; message: string } | undefined => {
  try {
    run();
    return undefined;
  } catch (error) {
    return error as { exitCode: number; message: string };
  }
};

test('fetch sends every header that passes unchanged, and any other header is wrong usage', () => {
  const odd = fc.constantFrom(
    '\n',
    '\r',
    '\0',
    '\t',
    ' ',
    ':',
    '\u007f',
    'é',
    'ÿ',
    'Ā',
    '😀',
    '\u2028',
    'a',
    '!',
    '~',
    '"',
  );
  const text = fc.oneof(
    fc.array(odd, { maxLength: 4 }).map((all) => all.join('')),
    fc.string(),
  );
  fc.assert(
    fc.property(text, text, (name, value) => {
      const sent = (() => {
        try {
          return new Headers([[name, value]]).get(name);
        } catch {
          return undefined;
        }
      })();
      const failure = catchFailure(() => checkHeader('--header', `q${name}`, value));
      const isName = catchFailure(() => new Headers([[`q${name}`, 'a']])) === undefined;
      if (failure === undefined) {
        expect(isName).toBe(true);
        expect(new Headers([['a', value]]).get('a')).toBe(value);
      } else {
        expect(failure.exitCode).toBe(2);
        expect(failure.message).toMatch(/^--header: /);
      }
      if (sent === value && !/\p{Cc}/u.test(value.replaceAll('\t', ''))) expect(failure).toBeUndefined();
    }),
    { numRuns: 1000 },
  );
});

test.each(['', ' ', 'a b', 'a:', 'é', 'a\n', '\na', 'a(', '😀'])('%j is not a header name', (name) => {
  expect(catchFailure(() => checkHeader('--header', name, 'x'))).toMatchObject({
    exitCode: 2,
    message: `--header: "${name}" is not the name of a header.`,
  });
});

test.each(["!#$%&'*+-.^_`|~09azAZ", 'x', 'content-type', 'If-Match', 'x-api-key', 'cookie', 'x-amzn-trace-id'])(
  '%s is a header name',
  (name) => {
    expect(checkHeader('--header', name, 'x')).toBe(name.toLowerCase());
  },
);

test.each(['', 'a', 'a b', 'a\tb', '*', 'é\u0080', 'a  b'])('%j is a header value', (value) => {
  expect(checkHeader('--header', 'x', value)).toBe('x');
});

test.each(['\n', 'a\nb', 'a\r\nx: y', ' a', 'a ', '\ta', 'a\t', '\0', 'Ā', '😀', '\u007f', ' '])(
  '%j is not a header value',
  (value) => {
    const failure = catchFailure(() => checkHeader('--header', 'X', value));
    expect(failure?.message).toContain('--header: the value of x is not valid in a header');
    expect(failure?.exitCode).toBe(2);
  },
);

const own = [
  ...['authorization', 'host', 'content-length', 'connection', 'keep-alive', 'proxy-authenticate'],
  ...['proxy-authorization', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade', 'expect'],
  ...['x-amz-date', 'x-amz-security-token', 'x-amz-content-sha256', 'x-amz-anything'],
];

test.each(own)('%s belongs to the signature or to the connection, in any case', (name) => {
  const capital = name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
  for (const each of [name, capital, name.toUpperCase()])
    expect(catchFailure(() => checkHeader('--header', each, 'x'))).toMatchObject({
      exitCode: 2,
      message: `--header: ${name} is set by the signature or the connection.`,
    });
});

test('of several headers with the same name, in any case, the last one wins', () => {
  expect(
    mergeHeaders([
      ['', { accept: 'a', 'content-type': 'b' }],
      ['--api-key', {}],
      ['--additional-params', { 'Content-Type': 'c', 'X-A': '1', 'x-a': '2' }],
      ['--header', { ACCEPT: 'd' }],
    ]),
  ).toEqual({ accept: 'd', 'content-type': 'c', 'x-a': '2' });
  expect(catchFailure(() => mergeHeaders([['--header', { host: 'x' }]]))?.message).toMatch(/^--header: host/);
});
