import { defineConfig } from 'vitest/config';
import { missingNode } from './scripts/node-24.js';

if (missingNode !== undefined) throw new Error(missingNode);

/** Lighthouse needs an install of its own: `npm run test:lighthouse`. */
export default defineConfig({
  test: {
    include: ['test/lighthouse/*.test.ts'],
    globalSetup: ['test/kit/none-left.ts', 'test/kit/build-first.ts'],
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
});
