import { defineConfig } from 'vitest/config';

/** The tests that Stryker holds its mutants against: those of the sources, without a network and without real time. */
export default defineConfig({
  test: {
    include: [
      'src/{domain,ports,adapters,lambda}/**/*.test.ts',
      'test/{wire,handler-laws,stores-agree}.test.ts',
      'test/simulation/*.test.ts',
    ],
    setupFiles: ['test/one-seed.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
