import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { type Consumer, createEmptyProject, install } from './consumer.ts';

// A layout without hoisting provides only declared dependencies, so each import of the package must be declared.

const doors = Object.keys(manifest.exports)
  .map((door) => door.replace('.', 'owned-notes'))
  .filter((door) => !door.endsWith('.json'));
const peers = Object.keys(manifest.peerDependencies).map((name) => {
  const pinned: Readonly<Record<string, string>> = manifest.devDependencies;
  return `${name}@${pinned[name]}`;
});

/** Opens each door except the one for Vitest, which only its runner can open. Returns what failed. */
const unopened = async (project: Consumer): Promise<readonly string[]> => {
  const failed: string[] = [];
  for (const door of doors.filter((door) => !door.endsWith('/vitest'))) {
    const { status, output } = await project.run(['--input-type=module', '-e', `await import('${door}')`]);
    if (status !== 0) failed.push(`${door}: ${output}`);
  }
  return failed;
};
const readHelp = (project: Consumer) => project.run(['node_modules/owned-notes/bin/notes.js', '--help']);

test('works under pnpm, whose node_modules hold what is declared and nothing else', async () => {
  await using project = await createEmptyProject();
  await using home = await createEmptyProject();
  const installed = await home.run(['install', '--no-audit', '--no-fund', 'pnpm@10.20.0'], 'npm');
  expect(installed, installed.output).toMatchObject({ status: 0 });
  const pnpm = join(home.folder, 'node_modules/pnpm/bin/pnpm.cjs');
  const store = join(home.folder, 'store');
  const added = await project.run([pnpm, 'add', '--store-dir', store, inject('tarball'), ...peers]);
  expect(added, added.output).toMatchObject({ status: 0 });
  expect(await unopened(project)).toEqual([]);
  expect(await readHelp(project)).toMatchObject({ status: 0, output: expect.stringContaining('Usage: notes') });
});

test('works under npm with install-strategy=linked', async () => {
  await using project = await createEmptyProject();
  await project.write('.npmrc', 'install-strategy=linked\n');
  const installed = await install(project, ...peers);
  expect(installed, installed.output).toMatchObject({ status: 0 });
  expect(await unopened(project)).toEqual([]);
});

test('opens every door except the laws’ with nothing else installed, and brings no SDK', async () => {
  await using project = await createEmptyProject();
  const installed = await install(project);
  expect(installed, installed.output).toMatchObject({ status: 0, output: expect.not.stringContaining('EBADENGINE') });
  const failed = await unopened(project);
  // The laws need fast-check for their properties.
  expect(failed.map((line) => line.split(':')[0])).toEqual(['owned-notes/laws']);
  expect(await readHelp(project)).toMatchObject({ status: 0, output: expect.stringContaining('Usage: notes') });
  expect(await readdir(join(project.folder, 'node_modules'))).not.toContain('@aws-sdk');
});
