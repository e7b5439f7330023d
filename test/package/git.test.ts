import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createEmptyProject } from './consumer.ts';
import { root } from './pack.ts';

// The committed state: npm clones it, installs what its build needs, and builds it by `prepare`.
test.skipIf(!existsSync(join(root, '.git')))('npm install git+… builds the package', async () => {
  await using project = await createEmptyProject();
  const installed = await project.run(
    ['install', '--prefer-offline', '--no-audit', '--no-fund', `git+file://${root}`],
    'npm',
  );
  expect(installed, installed.output).toMatchObject({ status: 0 });
  expect(await project.run(['--input-type=module', '-e', `await import('owned-notes/client')`])).toMatchObject({
    status: 0,
  });
  const help = await project.run(['node_modules/owned-notes/bin/notes.js', '--help']);
  expect(help).toMatchObject({ status: 0, output: expect.stringContaining('Usage: notes') });
});
