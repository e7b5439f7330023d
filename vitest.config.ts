import { defineConfig } from 'vitest/config';
import { missingNode } from './scripts/node-24.js';
import { planted } from './vitest.planted.config.ts';

if (missingNode !== undefined) throw new Error(missingNode);

export default defineConfig({
  test: {
    include: ['{src,infra,test,scripts,bench}/**/*.test.ts'],
    // Those of others' own code need installs of their own: `npm run test:tutorial-tool`, `test:amplify`, `test:package`.
    exclude: [
      '**/node_modules/**',
      'test/tutorial-tool.test.ts',
      'test/amplify/**',
      'test/package/**',
      // `npm run test:planted`.
      ...planted,
    ],
    globalSetup: 'test/templates-first.ts',
    // All processors: vitest leaves one to whoever else is at the machine, which on two is half of the time.
    maxWorkers: '150%',
    // Limits for what hangs, not measures: machines are shared, and properties start real servers. What is polled for has a second
    // by default.
    expect: { poll: { timeout: 60_000 } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
