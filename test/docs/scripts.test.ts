import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { readPage } from './markdown.ts';

const { text } = readPage('CONTRIBUTING.md');
const [, section = ''] = text.split('## npm scripts\n');
const [table = ''] = section.split('\n## ');

test('the table of npm scripts lists each script of package.json once, and no other', () => {
  const told = [...table.matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)].map(([, name]) => String(name));
  expect(told.toSorted()).toEqual(Object.keys(manifest.scripts).toSorted());
});
