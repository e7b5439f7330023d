import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildWeb } from './build-web.ts';
import { hashInlineScripts } from './inline-scripts.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'owned-notes-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Measures the scripts' size when gzipped, in kilobytes. */
const measureGzip = async (assets: string, names: readonly string[]): Promise<number> => {
  const sizes = await Promise.all(names.map(async (name) => gzipSync(await readFile(join(assets, name))).length));
  return sizes.reduce((sum, size) => sum + size, 0) / 1000;
};

test('the scripts of the page are small, gzipped: under 35 KB to sign in, and under 80 KB in all', async () => {
  const assets = join(await buildWeb('page'), 'assets');
  const scripts = (await readdir(assets)).filter((name) => name.endsWith('.js'));
  const first = scripts.filter((name) => name.startsWith('index-'));
  const [atFirst, all] = await Promise.all([measureGzip(assets, first), measureGzip(assets, scripts)]);
  console.log(`the page, gzipped: ${atFirst.toFixed(1)} KB of scripts for signing in, ${all.toFixed(1)} KB in all`);
  expect(first.length).toBe(1);
  expect(atFirst).toBeLessThan(35);
  // The requirement was 120 KB. The limit is lower, to keep what was achieved.
  expect(all).toBeLessThan(80);
});

test('the document has the first view in each language, and scripts that do not delay it, one inline', async () => {
  const built = await buildWeb('page');
  const index = await readFile(join(built, 'index.html'), 'utf8');
  const [, english = '', , german = ''] = index.split('<template ').map((part) => part.split('</template>')[0] ?? '');
  expect([english, german].map((view) => view.split('"')[1])).toEqual(['en', 'de']);
  for (const view of [english, german]) expect(view).toMatch(/<input name="email".*<input name="password"/);
  expect(german).toContain('Anmelden');
  // It arrives in one round trip: a server sends ten packets before the first acknowledgement (RFC 6928).
  expect(gzipSync(index).length).toBeLessThan(10 * 1460);
  expect(index).toMatch(/<script type="module" fetchpriority="low" /);
  // Nothing inline but the script that shows it: the Content-Security-Policy would block it.
  expect(hashInlineScripts(index)).toHaveLength(1);
  const withoutScript = index.replace(/<script>.*?<\/script>/s, '');
  expect(withoutScript).not.toMatch(/<style|<script(?![^>]* src=)| style=| on\w+=/);
});

test('a build is kept for the next time, and replaces that of other sources', async () => {
  const built: string[] = [];
  const options = { folder, onBuild: () => built.push('page') };
  await cp(await buildWeb('page'), join(folder, 'page-of-another-source'), { recursive: true });
  // Concurrently, as tests and a stack may do.
  const [first, second] = await Promise.all([buildWeb('page', options), buildWeb('page', options)]);
  expect(second).toBe(first);
  expect(await buildWeb('page', options)).toBe(first);
  expect(built).toEqual(['page', 'page']);
  expect((await readdir(folder)).map((name) => join(folder, name))).toEqual([first]);
});
