import { findRoom } from './rooms.ts';

const name = process.env.MUTATION_ROOM;
const { mutate } = findRoom(name);

/** Configures one room, which `main.ts` selects. */
export default {
  packageManager: 'npm',
  tsconfigFile: 'none',
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.mutation.config.ts' },
  mutate: [...mutate, '!**/*.{test,check}.ts', '!**/*.d.ts'],
  coverageAnalysis: 'perTest',
  // The first run has all of a room's tests, on a machine that may be busy: the core's take minutes on an idle one.
  dryRunTimeoutMinutes: 60,
  concurrency: Number(process.env.MUTATION_CONCURRENCY ?? 2),
  timeoutMS: 15_000,
  timeoutFactor: 2,
  incremental: true,
  incrementalFile: `.stryker/${name}/incremental.json`,
  tempDirName: `.stryker/${name}/sandbox`,
  ignorePatterns: [
    '/.stryker',
    '/build',
    '/dist',
    '/cdk.out',
    '/bench/node_modules',
    '/test/*/node_modules',
    '/.local',
  ],
  reporters: ['progress-append-only', 'clear-text', 'json', 'html'],
  clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
  jsonReporter: { fileName: `.stryker/${name}/mutation.json` },
  htmlReporter: { fileName: `.stryker/${name}/mutation.html` },
};
