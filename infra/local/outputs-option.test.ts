import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addOutputsOption, formatOutputsOption, quoteForShell } from './outputs-option.ts';

const readWords = (words: string): readonly string[] =>
  execFileSync('sh', ['-euc', `printf '%s\\0' ${words}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);

test('a shell reads any quoted word as it is', () => {
  const text = fc.stringMatching(/^[^\0]*$/);
  fc.assert(
    fc.property(fc.array(text, { minLength: 1 }), (words) => {
      expect(readWords(words.map(quoteForShell).join(' '))).toEqual(words);
    }),
    { examples: [[['', "it's", '~', '-x', '$(id)', '\n', 'a=b', '*', 'plain/file.json']]], numRuns: 50 },
  );
});

describe('the option of a command', () => {
  test('names the outputs file, quoted for a shell, unless the command finds it', () => {
    expect(formatOutputsOption({ path: '.local/outputs.json', isFound: true })).toBe('');
    expect(formatOutputsOption({ path: 'other/outputs.json', isFound: false })).toBe(' --outputs other/outputs.json');
    expect(readWords(`notes${formatOutputsOption({ path: "it's/$HOME", isFound: false })}`)).toEqual([
      ...['notes', '--outputs', "it's/$HOME"],
    ]);
  });

  test('is added to each command in a text', () => {
    const text = 'Run `npx notes sign-in`, or see `npx notes local clock`; not `npm start`, nor npx notes.';
    expect(addOutputsOption(text, { path: 'a b', isFound: false })).toBe(
      "Run `npx notes sign-in --outputs 'a b'`, or see `npx notes local clock --outputs 'a b'`; " +
        'not `npm start`, nor npx notes.',
    );
    expect(addOutputsOption(text, { path: 'a b', isFound: true })).toBe(text);
  });
});
