import { defineConfig } from 'vitest/config';
import { missingNode } from './scripts/node-24.js';

if (missingNode !== undefined) throw new Error(missingNode);

/** Each breakage of the template in a running stack, and what `notes doctor` says of some; it takes three minutes: `npm run test:planted`. */
export default defineConfig({
  test: { include: ['test/planted/*.test.ts'], testTimeout: 120_000, hookTimeout: 120_000 },
});
