import { defineConfig } from 'vitest/config';
import { missingNode } from './scripts/node-24.js';

if (missingNode !== undefined) throw new Error(missingNode);

/** z3-solver needs an install of its own: `npm run test:proof`. */
export default defineConfig({
  test: {
    include: ['proof/**/*.test.ts'],
    exclude: ['**/node_modules/**'],
    globalSetup: ['test/kit/none-left.ts', 'test/kit/build-first.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    maxWorkers: '100%',
  },
});
