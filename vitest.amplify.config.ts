import { defineConfig } from 'vitest/config';
import { missingNode } from './scripts/node-24.js';

if (missingNode !== undefined) throw new Error(missingNode);

/** aws-amplify needs an install of its own: `npm run test:amplify`. */
export default defineConfig({
  test: {
    include: ['test/amplify/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    globalSetup: 'test/kit/none-left.ts',
  },
});
