import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './markdown.ts';

/** Expands braces: `a{b,c}` is `ab` and `ac`. */
const expand = (glob: string): readonly string[] => {
  const found = /^(.*?)\{([^{}]*)\}(.*)$/.exec(glob);
  if (found === null) return [glob];
  const [, before = '', choices = '', after = ''] = found;
  return choices.split(',').flatMap((choice) => expand(`${before}${choice}${after}`));
};

const configs = [...globSync('vitest.*config.ts', { cwd: root }), 'test/mutation/rooms.ts'];
const globs = configs.flatMap((config) =>
  [...readFileSync(join(root, config), 'utf8').matchAll(/'((?:\{[\w,]+\}|src|infra|test|web|scripts)\/[^'\n]+)'/g)]
    .map(([, glob = '']) => glob)
    .filter((glob) => /\.tsx?$|\*/.test(glob))
    .flatMap(expand)
    .map((glob) => [config, glob] as const),
);

// A file that was moved would no longer be run, or be run where it takes too long.
test('every glob in the configurations of tests matches a file', () => {
  expect(globs.length).toBeGreaterThan(50);
  const exclude = (name: string) => name === 'node_modules';
  const empty = globs.filter(([, glob]) => globSync(glob, { cwd: root, exclude }).length === 0);
  expect(empty).toEqual([]);
});
