import { defineConfig } from 'vitest/config';
import { missingNode } from './scripts/node-24.js';

if (missingNode !== undefined) throw new Error(missingNode);

/** The API reference, as it was written just before: `npm run test:reference`. */
export default defineConfig({
  test: { include: ['test/reference/*.test.ts'], testTimeout: 120_000, hookTimeout: 60_000 },
});
