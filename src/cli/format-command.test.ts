import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatCommand } from './format-command.ts';

/** Reads the words of a command as a shell does. */
const readWords = (command: string): readonly string[] =>
  execFileSync('sh', ['-c', `notes() { printf '%s\\0' "$@"; }\n${command}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);

test('a shell reads the options and arguments of a command as they were', () => {
  const word = fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', ''));
  fc.assert(
    fc.property(fc.array(word), fc.array(word), word, (flags, args, outputs) => {
      const read = readWords(formatCommand('local restore', args, { flags, outputs }));
      const options = ['local', 'restore', ...flags, '--outputs', outputs];
      expect(read.slice(0, options.length)).toEqual(options);
      const rest = read.slice(options.length);
      // After `--`, nothing is an option.
      const isOption = args.some((each) => each.startsWith('-'));
      expect(rest).toEqual(isOption ? ['--', ...args] : args);
    }),
    { numRuns: 25 },
  );
});

test('plain words stay as they are', () => {
  expect(formatCommand('confirm', ['a.b+c@example.com', 'CODE'], { outputs: './x/outputs.json' })).toBe(
    'notes confirm --outputs ./x/outputs.json a.b+c@example.com CODE',
  );
  expect(formatCommand('sign-in', ['a@b.c'], {})).toBe('notes sign-in a@b.c');
});
