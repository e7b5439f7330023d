import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildWeb } from './build-web.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'owned-notes-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('the scripts of the page are 120 KB at most, gzipped, all of them together', async () => {
  const assets = join(await buildWeb('page'), 'assets');
  const scripts = (await readdir(assets)).filter((name) => name.endsWith('.js'));
  const sizes = await Promise.all(scripts.map(async (name) => gzipSync(await readFile(join(assets, name))).length));
  const kilobytes = sizes.reduce((sum, size) => sum + size, 0) / 1000;
  console.log(`the page: ${kilobytes.toFixed(1)} KB of scripts, gzipped, in ${scripts.length} files`);
  expect(scripts.length).toBeGreaterThan(0);
  expect(kilobytes).toBeLessThan(120);
});

test('an app is built once and then kept, and what it replaces goes', async () => {
  const built: string[] = [];
  const options = { folder, onBuild: () => built.push('page') };
  await cp(await buildWeb('page'), join(folder, 'page-of-another-source'), { recursive: true });
  // At the same time, as tests and a stack may.
  const [first, second] = await Promise.all([buildWeb('page', options), buildWeb('page', options)]);
  expect(second).toBe(first);
  expect(await buildWeb('page', options)).toBe(first);
  expect(built).toEqual(['page', 'page']);
  expect((await readdir(folder)).map((name) => join(folder, name))).toEqual([first]);
});
