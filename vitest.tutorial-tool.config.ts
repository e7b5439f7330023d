import { defineConfig } from 'vitest/config';
import { missingNode } from './scripts/node-24.js';

if (missingNode !== undefined) throw new Error(missingNode);

/** The tutorial's own command needs an install of its own: `npm run test:tutorial-tool`. */
export default defineConfig({
  test: {
    include: ['test/tutorial-tool/tutorial-tool.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    globalSetup: 'test/kit/none-left.ts',
  },
});
