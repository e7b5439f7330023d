import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectFiles, readPages, root, withoutBlocks } from './markdown.ts';

const isWide = (line: string): boolean => [...line].length > 120;

test('prose is within 120 columns, except for tables, headings and pictures', () => {
  const wide = readPages()
    .filter(({ file }) => !file.startsWith('bench/results/'))
    .flatMap(({ file, text }) =>
      withoutBlocks(text)
        .split('\n')
        .filter((line) => isWide(line) && !/^(?:\||#|!| {4,})/.test(line))
        .map((line) => `${file}: ${line}`),
    );
  expect(wide).toEqual([]);
});

test('comments are within 120 columns, except for those to the linter', () => {
  const wide = projectFiles()
    .filter((file) => /\.(?:[jt]sx?|css)$/.test(file))
    .flatMap((file) =>
      readFileSync(join(root, file), 'utf8')
        .split('\n')
        .filter((line) => isWide(line) && /^\s*(?:\/\/|\/\*|\*)/.test(line) && !line.includes('biome-ignore'))
        .map((line) => `${file}: ${line}`),
    );
  expect(wide).toEqual([]);
});
