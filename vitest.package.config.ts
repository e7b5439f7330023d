import { defineConfig } from 'vitest/config';
import { missingNode } from './scripts/node-24.js';

if (missingNode !== undefined) throw new Error(missingNode);

/** Installs the packed package in separate projects: `npm run test:package`. This needs the registry. */
export default defineConfig({
  test: {
    include: ['test/package/*.test.ts'],
    globalSetup: ['test/kit/none-left.ts', 'test/package/tarball.ts'],
    expect: { poll: { timeout: 60_000 } },
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: '100%',
  },
});
