import { defineConfig } from 'vitest/config';
import { missingNode } from './scripts/node-24.js';

if (missingNode !== undefined) throw new Error(missingNode);

/** The page and the console in Chromium, served by `npm start`: `npm run test:web`. */
export default defineConfig({
  test: {
    include: ['test/web/**/*.test.ts'],
    globalSetup: ['test/kit/none-left.ts', 'test/kit/build-first.ts', 'test/web/shared-stack.ts'],
    expect: { poll: { timeout: 60_000 } },
    testTimeout: 120_000,
    // On a shared machine, a browser is sometimes too slow for a time-out; the report says which tests ran twice.
    retry: 1,
    hookTimeout: 120_000,
    maxWorkers: '100%',
  },
});
