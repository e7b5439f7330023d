import { expect, test } from 'vitest';
import { allTechniques } from '../../src/cli/attack/attack-deployment.ts';
import { readPage } from './markdown.ts';

test('the page about the attack lists each technique by its name, and no other', () => {
  const [, section = ''] = readPage('docs/attack.md').text.split('## What is tried\n');
  const [table = ''] = section.split('\n## ');
  const [, ...names] = [...table.matchAll(/^\| (.+?) \| /gm)].map(([, name]) => String(name));
  expect(names.toSorted()).toEqual(allTechniques.toSorted());
});
