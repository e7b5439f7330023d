import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

// Any version of Node must be able to parse what runs before the version check. `npm run test:package` tries the
// message on a real Node 20.
test.each(['v18.19.0', 'v20.20.2', 'v22.12.0', 'v23.11.0'])(
  'on Node %s, npm start and the tests say that Node 24 is missing, and how to install it',
  async (version) => {
    const source = (await readFile(join(root, 'scripts/node-24.js'), 'utf8')).replaceAll('export ', '');
    const versions = { node: version.slice(1) };
    const missing = runInNewContext(`${source}; missingNode`, { process: { version, versions } });
    expect(missing).toContain(`runs on ${version}`);
    expect(missing).toContain('ignore-scripts');
    expect(missing).toContain('npm rebuild node');
  },
);

test('on Node 24 nothing is missing', async () => {
  const { missingNode } = await import('./node-24.js');
  expect(missingNode).toBeUndefined();
});

test('npm start and npm run dev run that check', async () => {
  const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  expect(scripts.start).toBe('node scripts/start.js');
  expect(scripts.dev).toBe('node --watch scripts/start.js --sources');
});
