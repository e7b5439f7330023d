import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { missingNode } from './scripts/node-24.js';

if (missingNode !== undefined) throw new Error(missingNode);

/** Tests that plant faults by the hundred, start a stack for each, or wait for real connections: minutes, run in CI. */
export const planted = [
  'test/planted/**/*.test.ts',
  // The walkthroughs of CONTRIBUTING.md, in a copy of the project.
  'test/walkthroughs/*.test.ts',
  // A store for each fault, and for each way to take one owner, text, id or revision for another.
  'src/laws/{planted,confusion}-laws.test.ts',
  'src/laws/attachments/planted-laws.test.ts',
  // The laws again, with the same store reached through the SDK.
  'src/laws/sdk-laws.test.ts',
  // A template for each value in it that could differ.
  'test/infra/sweep.test.ts',
  // An API document for each place in it that could differ.
  'test/openapi/drift.test.ts',
  // A stack, or a proxy in front of it, with each of its faults.
  'test/chain/doctor/doctor.test.ts',
  // Each fault of a connection, in real time; uploads that fail at any request, or whose connection is cut anywhere.
  'test/simulation/faults.test.ts',
  'src/client/{attach.property,files-cut-wire}.test.ts',
  // Stores as outsiders would write them, and each setting in a stack of its own.
  'test/simulation/{outsiders,stores-agree}.test.ts',
  'test/chain/settings.test.ts',
  // Each policy and breakage, and policies by the thousand, by two evaluators.
  'infra/local/iam/{simulator,templates}.test.ts',
  // `npm start` in separate processes, killed at the worst moments; all data exchanged, exported, imported and erased
  // under faults.
  'test/chain/start.test.ts',
  'test/chain/local-data/{exchange,clock,crash}.test.ts',
  'test/chain/archive/{round-trip,commands,operator}.test.ts',
  // Histories of the sweep on stacks, and clients that nobody here wrote.
  'test/chain/sweep.test.ts',
  'infra/local/cognito/clients.test.ts',
];

const source = (file: string): string => join(import.meta.dirname, 'src/exports', file);

/** Maps the doors that the page and the examples import to the sources, as dist/ may be older. */
export const doors = [
  { find: /^owned-notes$/, replacement: source('domain.ts') },
  { find: /^owned-notes\/client$/, replacement: source('client.ts') },
];

export default defineConfig({
  resolve: { alias: doors },
  test: {
    include: planted,
    globalSetup: ['test/kit/none-left.ts', 'test/kit/build-first.ts'],
    expect: { poll: { timeout: 60_000 } },
    maxWorkers: '100%',
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
