import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { createPerson } from '../kit/cli/person.ts';
import { readBlocks, readCodeSpans, readPages, root } from './markdown.ts';

interface Named {
  readonly file: string;
  /** Its words, without the quotes around them. */
  readonly words: readonly string[];
}

/** Splits a shell line into its commands, at pipes and chains, and drops its comment. */
const splitLine = (line: string): readonly string[] =>
  line
    .replace(/(?:^|\s)#.*$/, '')
    .split(/&&|\|\||[|;>]/)
    .map((command) => command.trim());

const splitWords = (command: string): readonly string[] =>
  [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, bare]) =>
    String(double ?? single ?? bare),
  );

/** Every command that a page names, in a block or a sentence. `test/walkthroughs` runs those of `console` blocks. */
const named: readonly Named[] = readPages().flatMap((page) => {
  const shell = readBlocks(page).filter(({ language }) => language === 'sh');
  const lines = [...shell.flatMap(({ text }) => text.split('\n')), ...readCodeSpans(page)];
  return lines.flatMap(splitLine).map((command) => ({ file: page.file, words: splitWords(command) }));
});
const startingWith = (...start: readonly string[]): readonly Named[] =>
  named
    .filter(({ words }) => start.every((word, index) => words[index] === word))
    .map(({ file, words }) => ({ file, words: words.slice(start.length) }));
const inWords = ({ file, words }: Named): string => `${file}: ${words.join(' ')}`;

test('every npm script that a page names exists', () => {
  const scripts = startingWith('npm', 'run');
  expect(scripts.length).toBeGreaterThan(50);
  const isName = (word: string): boolean => /^[a-z]/.test(word);
  const unknown = scripts.filter(({ words: [script = ''] }) => isName(script) && !(script in manifest.scripts));
  expect(unknown.map(inWords)).toEqual([]);
});

test('every test file that a page runs exists, and so does its configuration', () => {
  const runs = startingWith('npx', 'vitest', 'run');
  expect(runs.length).toBeGreaterThan(5);
  const missing = runs.filter(({ words }) =>
    words.some((word, index) => {
      if (words[index - 1] === '--config') return !existsSync(join(root, word));
      if (word.startsWith('-') || !word.includes('/')) return false;
      return globSync([word, `${word}*`], { cwd: root }).length === 0;
    }),
  );
  expect(missing.map(inWords)).toEqual([]);
});

describe('every `notes` command that a page names', () => {
  const all = [...startingWith('npx', 'notes'), ...startingWith('notes')];
  const commands = Map.groupBy(all, ({ words }) => commandOf(words).join(' '));

  test.each([...commands])('notes %s exists, with the flags that pages give it', async (command, uses) => {
    const { code, out } = await createPerson().notes([...command.split(' ').filter((word) => word !== ''), '--help']);
    expect({ command, code }).toEqual({ command, code: 0 });
    expect(out).toMatch(new RegExp(`^Usage: notes( ${command})?\\b`));
    const flags = new Set([...out.matchAll(/--[a-z][a-z-]*/g), ...globalFlags].map(([flag]) => flag));
    const unknown = uses.filter(({ words }) => words.some((word) => word.startsWith('--') && !flags.has(word)));
    expect(unknown.map(inWords)).toEqual([]);
  });
});

const globalFlags = [['--outputs'], ['--json'], ['--help']];

/** Returns the words that name the command: none, one or two. */
function commandOf([first = '', second = '']: readonly string[]): readonly string[] {
  if (!/^[a-z][a-z-]*$/.test(first)) return [];
  return ['local', 'totp'].includes(first) && /^[a-z-]+$/.test(second) ? [first, second] : [first];
}
