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

/** Kilobytes of scripts, gzipped. */
const weightOf = async (assets: string, names: readonly string[]): Promise<number> => {
  const sizes = await Promise.all(names.map(async (name) => gzipSync(await readFile(join(assets, name))).length));
  return sizes.reduce((sum, size) => sum + size, 0) / 1000;
};

test('the scripts of the page are 120 KB at most, gzipped, until somebody opens the account or an archive', async () => {
  const folder = await buildWeb('page');
  const assets = join(folder, 'assets');
  const scripts = (await readdir(assets)).filter((name) => name.endsWith('.js'));
  const first = scripts.filter((name) => name.startsWith('index-'));
  const onDemand = scripts.filter((name) => /^(?:account-view|your-data)-/.test(name));
  const [atFirst, usual, all] = await Promise.all([
    weightOf(assets, first),
    weightOf(
      assets,
      scripts.filter((name) => !onDemand.includes(name)),
    ),
    weightOf(assets, scripts),
  ]);
  console.log(
    `the page, gzipped: ${atFirst.toFixed(1)} KB of scripts for signing in, ${usual.toFixed(1)} KB with the notes, ${all.toFixed(1)} KB in all`,
  );
  expect([first.length, onDemand.length]).toEqual([1, 2]);
  expect(atFirst).toBeLessThan(95);
  expect(usual).toBeLessThan(120);
  expect(all).toBeLessThan(135);
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
