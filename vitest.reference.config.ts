import { defineConfig } from 'vitest/config';
import { missingNode } from './scripts/node-24.js';

if (missingNode !== undefined) throw new Error(missingNode);

/** Checks the API reference, which `npm run test:reference` generates first. */
export default defineConfig({
  test: { include: ['test/reference/*.test.ts'], testTimeout: 120_000, hookTimeout: 60_000 },
});
