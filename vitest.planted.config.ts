import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { missingNode } from './scripts/node-24.js';

if (missingNode !== undefined) throw new Error(missingNode);

/** What plants faults by the hundred, starts a stack for each, or waits for real connections: minutes, which `npm test` leaves to CI. */
export const planted = [
  'test/planted/**/*.test.ts',
  // What CONTRIBUTING.md leads through, in a copy of the project.
  'test/walkthroughs/*.test.ts',
  // A store for each fault, and for each way to take one owner, text, id or revision for another.
  'src/laws/{planted,confusion}-laws.test.ts',
  'src/laws/attachments/planted-laws.test.ts',
  // The laws once more, by the SDK's way to the same store.
  'src/laws/sdk-laws.test.ts',
  // A template for each value in it that could be another.
  'test/infra/sweep.test.ts',
  // A document of the API for each place in it that could differ.
  'test/openapi/drift.test.ts',
  // Handlers, S3 and a second API with each of their faults, and the command against stacks.
  'test/attack{,-files,-invoices,-command}.test.ts',
  // A stack, or a proxy before it, with each of its faults.
  'test/doctor/doctor.test.ts',
  // Each fault of a connection, by the clock.
  'test/faults.test.ts',
  // Stores as others would write them, and each setting in a stack of its own.
  'test/{outsiders,stores-agree,settings}.test.ts',
  // Each policy and breakage, by two evaluators.
  'infra/local/iam/templates.test.ts',
  // `npm start` in processes of its own, killed where it hurts; whole data exchanged, exported, imported and erased under faults.
  'test/start.test.ts',
  'test/local-data/{exchange,clock,crash}.test.ts',
  'test/archive/{round-trip,commands,operator}.test.ts',
  // Histories of the sweep on stacks, and clients that nobody here wrote.
  'test/sweep.test.ts',
  'infra/local/cognito/clients.test.ts',
];

const source = (file: string): string => join(import.meta.dirname, 'src/exports', file);

/** The doors that the page and the examples import, as the sources are: dist/ may be older. */
export const doors = [
  { find: /^owned-notes$/, replacement: source('domain.ts') },
  { find: /^owned-notes\/client$/, replacement: source('client.ts') },
];

export default defineConfig({
  resolve: { alias: doors },
  test: {
    include: planted,
    globalSetup: 'test/build-first.ts',
    expect: { poll: { timeout: 60_000 } },
    maxWorkers: '100%',
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
