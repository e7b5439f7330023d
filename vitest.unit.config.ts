import { defineConfig } from 'vitest/config';
import { missingNode } from './scripts/node-24.js';

if (missingNode !== undefined) throw new Error(missingNode);

/**
 * For the inner loop: the tests beside their sources. Those in `test/` start stacks, commands and browsers, synthesize,
 * or check the whole against its laws. The few beside their sources that take seconds each are also left out.
 */
export default defineConfig({
  test: {
    include: ['{src,infra}/**/*.test.ts'],
    exclude: [
      // Every planted store against every law.
      'src/laws/{,attachments/}*laws.test.ts',
      // Sign-ins and passwords, whose hashing is slow on purpose.
      'infra/local/cognito/*.test.ts',
      'src/client/srp.test.ts',
      // Builds, and processes that run them.
      'infra/bundles.test.ts',
      'infra/local/stack.test.ts',
      // Synthesis, and policies by the thousand.
      'infra/local/{iam/{templates,simulator},deployment/users,template/local-template}.test.ts',
      // Files of some megabytes, and processes that are killed.
      'src/client/{attach.property,files-cut-wire,download,files,files-ending}.test.ts',
      'infra/local/s3/{clients,crash,bucket.property,hostile-clients,isolation}.test.ts',
      // Real clocks and time-outs.
      'src/lambda/functions.test.ts',
    ],
    globalSetup: ['test/kit/none-left.ts', 'test/kit/build-first.ts'],
    // On a shared machine, conditions may take longer than the default of a second.
    expect: { poll: { timeout: 60_000 } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: '100%',
    // `npm run coverage` shows what these tests reach; the others reach more. It is for reading, and has no thresholds.
    coverage: {
      provider: 'v8',
      include: ['{src,infra}/**/*.ts'],
      exclude: ['**/*.{test,check}.ts', '**/test-*.ts'],
      reporter: ['text-summary', 'html'],
    },
  },
});
