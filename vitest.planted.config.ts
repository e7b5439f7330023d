import { defineConfig } from 'vitest/config';
import { missingNode } from './scripts/node-24.js';

if (missingNode !== undefined) throw new Error(missingNode);

/** What plants faults by the hundred, or starts a stack for each: minutes, which `npm test` leaves to CI. */
export const planted = [
  'test/planted/**/*.test.ts',
  // A store for each fault, and for each way to take one owner, text, id or revision for another.
  'src/laws/{planted,confusion}-laws.test.ts',
  'src/laws/attachments/planted-laws.test.ts',
  // A template for each value in it that could be another.
  'test/infra/sweep.test.ts',
  // A document of the API for each place in it that could differ.
  'test/openapi/drift.test.ts',
  // A second API with each of its faults, and the command against stacks.
  'test/attack-{invoices,command}.test.ts',
];

export default defineConfig({
  test: {
    include: planted,
    expect: { poll: { timeout: 60_000 } },
    maxWorkers: '100%',
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
