import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { missingNode } from './scripts/node-24.js';
import { planted } from './vitest.planted.config.ts';

if (missingNode !== undefined) throw new Error(missingNode);

/** Those of others' own code need installs of their own: `npm run test:tutorial-tool`, `test:amplify`, `test:package`,
 * `test:lighthouse`; those in a browser, `test:web`. */
const elsewhere = [
  '**/node_modules/**',
  'test/tutorial-tool.test.ts',
  'test/amplify/**',
  'test/package/**',
  'test/web/**',
  'test/lighthouse/**',
  ...planted,
];

/** Tests that leave nothing behind: they share what is loaded, which takes a third of the time. */
const sharing = ['src/{domain,aws,adapters,client,cli}/**/*.test.ts', 'infra/local/http-api/*.test.ts'];
/** Those among them that have something else loaded in a module's place. */
const mocking = [
  'src/aws/request-signer.test.ts',
  'src/adapters/dynamodb/{later-fields,sdk-note-store,commands}.test.ts',
  'src/adapters/system/random-revisions.test.ts',
];

export default defineConfig({
  // As the page is built; dist/ may be older than the sources.
  resolve: { alias: { 'owned-notes/client': join(import.meta.dirname, 'src/exports/client.ts') } },
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'sharing', include: sharing, exclude: [...elsewhere, ...mocking], isolate: false },
      },
      {
        extends: true,
        test: {
          name: 'by itself',
          include: ['{src,infra,web,test,scripts,bench}/**/*.test.ts'],
          exclude: [...elsewhere, '{src/{domain,aws,adapters,client,cli},infra/local/http-api}/**'],
          globalSetup: 'test/build-first.ts',
        },
      },
      { extends: true, test: { name: 'mocking', include: mocking } },
    ],
    // All processors: vitest leaves one to whoever else is at the machine, which on two is half of the time.
    maxWorkers: '100%',
    // Limits for what hangs, not measures: machines are shared, and properties start real servers. What is polled for has a second
    // by default.
    expect: { poll: { timeout: 60_000 } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
