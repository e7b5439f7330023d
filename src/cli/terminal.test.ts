import { expect, test } from 'vitest';
import { block, createTerminal, lines, type Words, words } from './terminal.ts';

const recorded = (use: (terminal: ReturnType<typeof createTerminal>) => void) => {
  let [out, err] = ['', ''];
  use(
    createTerminal({
      stdout: (text) => {
        out += text;
      },
      stderr: (text) => {
        err += text;
      },
    }),
  );
  return { out, err };
};
const shown = (text: Words) => recorded((terminal) => terminal.result(false, undefined, text)).out;

test('what is inserted into a line stays on that line', () => {
  expect(shown(words`a ${'b\n\tc\u001b[2J'} d ${1}`)).toBe('a b\u{fffd}\u{fffd}c\u{fffd}[2J d 1\n');
});

test('a block keeps its lines, and a list of lines has one per line', () => {
  expect(shown(block('a\r\n\tb\u0007'))).toBe('a\n\tb\u{fffd}\n');
  expect(shown(lines([words`a`, block('b\nc'), words`(${words`d`})`]))).toBe('a\nb\nc\n(d)\n');
});

test('an empty list prints no line', () => {
  expect(shown(lines([]))).toBe('');
  expect(recorded((terminal) => terminal.aside(words``)).err).toBe('\n');
});

test('with JSON there is one document, and nothing else', () => {
  const { out, err } = recorded((terminal) => terminal.result(true, { a: '\u009b' }, words`a`));
  expect(out).toBe('{\n  "a": "\\u009b"\n}\n');
  expect(err).toBe('');
});

test('asides and failures go to standard error, a failure on one line', () => {
  expect(recorded((terminal) => terminal.aside(words`a ${'\n'}`))).toEqual({ out: '', err: 'a \u{fffd}\n' });
  expect(recorded((terminal) => terminal.failure(undefined, 'a\nb', { status: 1 }))).toEqual({
    out: '',
    err: 'notes: a\u{fffd}b\n',
  });
  expect(recorded((terminal) => terminal.failure(true, 'a\nb', { status: 1 }))).toEqual({
    out: '',
    err: '{"error":"a\\nb","status":1}\n',
  });
});

test('help and usage errors keep their lines, without the values of unknown options', () => {
  expect(recorded((terminal) => terminal.help('a\nb\u001b'))).toEqual({ out: 'a\nb\u{fffd}', err: '' });
  const said = "error: unknown option '--pasword=S3cret'\nunknown option '-p=x=y' 'a=b'\n\u001b";
  expect(recorded((terminal) => terminal.wrongUsage(said))).toEqual({
    out: '',
    err: "error: unknown option '--pasword'\nunknown option '-p' 'a=b'\n\u{fffd}",
  });
});
