import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readPage, root } from './markdown.ts';

const { text } = readPage('docs/architecture.md');
const [, section = ''] = text.split('## Where to find\n');
/** The rows of the table, without its head. */
const answers = section
  .split('\n')
  .filter((line) => line.startsWith('| ') && line.includes('`'))
  .map((line) => line.slice(2, -2).split(' | '))
  .map(([question = '', answer = '']) => ({ question, answer }));

const filesIn = (answer: string): readonly string[] =>
  [...answer.matchAll(/`([\w.*/-]+\.(?:ts|md|json))`/g)].map(([, file]) => String(file));

test('the table answers at least twenty questions, each with a file', () => {
  expect(answers.length).toBeGreaterThanOrEqual(20);
  expect(answers.filter(({ answer }) => filesIn(answer).length === 0)).toEqual([]);
});

test.each(answers)('$question', ({ answer }) => {
  const files = filesIn(answer).flatMap((file) => {
    const found = globSync(file, { cwd: root });
    expect(found, `${file} is not there`).not.toEqual([]);
    return found;
  });
  for (const [, word = ''] of answer.matchAll(/(?<![\w*])\*([\w:.-]+)\*(?![\w*])/g)) {
    const having = files.filter((file) => {
      const path = join(root, file);
      return statSync(path).isFile() && readFileSync(path, 'utf8').toLowerCase().includes(word.toLowerCase());
    });
    expect(having, `none of ${files.join(', ')} has "${word}"`).not.toEqual([]);
  }
});
