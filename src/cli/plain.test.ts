import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatJson, toLines, toOneLine } from './plain.ts';

/**
 * Listed one by one, as terminals and the Unicode Character Database define them, independently of the expression under
 * test.
 */
const steering = [
  ...Array.from({ length: 0x20 }, (_, code) => code),
  ...Array.from({ length: 0x21 }, (_, code) => 0x7f + code),
  ...[0x61c, 0x200e, 0x200f, 0x2028, 0x2029],
  ...[0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069],
].map((code) => String.fromCharCode(code));

const harmless = [
  'a',
  'é',
  '\u00a0',
  '\u0600',
  '\u200b',
  '\u200c',
  '\u200d',
  '\u2010',
  '\u202f',
  '\u2065',
  '\u206a',
  '😀',
  '\ufffd',
  '"',
  '\\',
];

test.each(steering)('%j is replaced', (character) => {
  const isLineEnd = character === '\n' || character === '\t';
  expect(toOneLine(`a${character}b`)).toBe('a\u{fffd}b');
  expect(toLines(`a${character}b`)).toBe(isLineEnd ? `a${character}b` : 'a\u{fffd}b');
  const json = formatJson({ [`a${character}`]: character });
  expect(json).toMatch(/^[ -~]*$/);
  expect(JSON.parse(json)).toEqual({ [`a${character}`]: character });
});

test('other text is unchanged', () => {
  const text = harmless.join('');
  expect(toOneLine(text)).toBe(text);
  expect(toLines(`${text}\r\n\t${text}\n`)).toBe(`${text}\n\t${text}\n`);
  expect(toLines('a\rb\r\n\r')).toBe('a\u{fffd}b\n\u{fffd}');
});

test('as JSON, any text is complete and controls nothing', () => {
  const piece = fc.oneof(fc.constantFrom(...steering, ...harmless), fc.string());
  fc.assert(
    fc.property(
      fc.array(piece).map((pieces) => pieces.join('')),
      fc.constantFrom(undefined, 2),
      (text, indent) => {
        const json = formatJson({ text, [text]: [text] }, indent);
        expect(JSON.parse(json)).toEqual({ text, [text]: [text] });
        expect(steering.filter((each) => each !== '\n' && json.includes(each))).toEqual([]);
      },
    ),
  );
  expect(formatJson({ a: 1 }, 2)).toBe('{\n  "a": 1\n}');
  expect(formatJson({ a: '\u007f\u2028' })).toBe('{"a":"\\u007f\\u2028"}');
});
