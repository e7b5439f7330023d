import { defineConfig } from 'vitest/config';
import { missingNode } from './scripts/node-24.js';

if (missingNode !== undefined) throw new Error(missingNode);

/**
 * For the inner loop: the tests beside their sources. Those in `test/` start stacks, commands and browsers, synthesize, or
 * hold the whole to its laws. Left out, too, are the few beside their sources that take seconds each.
 */
export default defineConfig({
  test: {
    include: ['{src,infra}/**/*.test.ts'],
    exclude: [
      // Every planted store, against every law.
      'src/laws/{,attachments/}*laws.test.ts',
      // Sign-ins and passwords, which cost what passwords should.
      'infra/local/cognito/*.test.ts',
      'src/client/srp.test.ts',
      // What is built, and processes that run it.
      'infra/bundles.test.ts',
      'infra/local/stack.test.ts',
      // Synthesis, and policies by the thousand.
      'infra/local/{iam/{templates,simulator},deployment/users,template/local-template}.test.ts',
      // Files of some megabytes, and processes that are killed.
      'src/client/{attach.property,cut-wire,download,files,files-ending}.test.ts',
      'infra/local/s3/{clients,crash,bucket.property,hostile-clients,isolation}.test.ts',
      // Clocks and time-outs that are real.
      'src/lambda/functions.test.ts',
    ],
    globalSetup: 'test/build-first.ts',
    // What is waited for takes its time on a machine that is shared; by default, a second.
    expect: { poll: { timeout: 60_000 } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: '100%',
    // `npm run coverage`: what these tests reach; the others reach more. It is there to be read, and nothing fails by it.
    coverage: {
      provider: 'v8',
      include: ['{src,infra}/**/*.ts'],
      exclude: ['**/*.{test,check}.ts', '**/test-*.ts'],
      reporter: ['text-summary', 'html'],
    },
  },
});
