import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { createEmptyProject } from './consumer.ts';
import { root } from './pack.ts';

// Two tools that look for what resolves in one runtime, bundler or TypeScript setting, and not in another.

// The package is ESM only: CommonJS imports it, or requires it from Node 22.12 on. `moduleResolution: node10` is not
// supported.
test('are-the-types-wrong finds nothing wrong', async () => {
  await using project = await createEmptyProject();
  const attw = join(import.meta.dirname, 'attw/node_modules/@arethetypeswrong/cli/dist/index.js');
  const { status, output } = await project.run([attw, inject('tarball'), '--profile', 'esm-only', '--no-emoji']);
  expect(status, output).toBe(0);
});

test('publint finds nothing, suggestions included', async () => {
  await using project = await createEmptyProject();
  const publint = join(root, 'node_modules/publint/src/cli.js');
  const { status, output } = await project.run([publint, inject('tarball'), '--strict', '--level', 'suggestion']);
  expect(output).toContain('All good!');
  expect(status).toBe(0);
});
