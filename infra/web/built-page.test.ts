import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readPage } from './built-page.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'owned-notes-page-'));
});
afterEach(() => rm(folder, { recursive: true }));

const createFolder = async (...names: readonly string[]): Promise<string> => {
  for (const name of names) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), `of ${name}`);
  }
  return folder;
};

test('a built page is its index and the names of all its other files', async () => {
  const names = ['favicon.svg', 'assets/index-Dx3kQ9aB.js', 'assets/fonts/inter-a_B-9xYz.woff2', 'index.html'];
  expect(readPage(await createFolder(...names))).toEqual({
    index: 'of index.html',
    files: ['assets/fonts/inter-a_B-9xYz.woff2', 'assets/index-Dx3kQ9aB.js', 'favicon.svg'],
  });
});

test.each([
  ['nothing', [], 'There is no built page in'],
  ['no index', ['assets/index-Dx3kQ9aB.js'], 'There is no built page in'],
  ['an asset whose name contains no hash', ['index.html', 'assets/logo.svg'], 'would be cached for a year'],
  ['a configuration', ['index.html', 'config.json'], 'The deployment writes config.json'],
  ['a file of an unknown type', ['index.html', 'run.exe'], 'The media type of run.exe'],
])('a folder with %s is refused', async (_, names, message) => {
  const place = await createFolder(...names);
  expect(() => readPage(place)).toThrow(message);
});

test('a folder that does not exist is refused', () => {
  expect(() => readPage(join(folder, 'nowhere'))).toThrow('There is no built page in');
});
