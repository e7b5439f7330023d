// By the module: a Node that is too old has no `globSync`, and is to be told which one is needed.
import fs from 'node:fs';
import { defineConfig } from 'vitest/config';
import { missingNode } from './scripts/node-24.js';
import { doors, planted } from './vitest.planted.config.ts';

if (missingNode !== undefined) throw new Error(missingNode);

/** Those of others' own code need installs of their own: `npm run test:tutorial-tool`, `test:amplify`, `test:package`,
 * `test:lighthouse`; those in a browser, `test:web`. */
const elsewhere = [
  '**/node_modules/**',
  'test/tutorial-tool/tutorial-tool.test.ts',
  'test/amplify/**',
  'test/package/**',
  'test/web/**',
  'test/lighthouse/**',
  'test/reference/**',
  ...planted,
];

/**
 * Tests beside their sources, and those of templates and documents, share what is loaded, which takes more time than
 * most of them, and leave nothing behind. Those that change their process have one to themselves, as those that start
 * stacks have: what imports `vi` of vitest may mock a module or stub the environment.
 */
const tests = fs.globSync('{src,infra,web,scripts,bench,test/{docs,infra,openapi}}/**/*.test.ts', {
  exclude: ['**/node_modules/**'],
});
const changing = tests.filter((file) =>
  /import \{[^}]*\bvi\b[^}]*\} from 'vitest'/.test(fs.readFileSync(file, 'utf8')),
);
const sharing = tests.filter((file) => !changing.includes(file));

export default defineConfig({
  resolve: { alias: doors },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'sharing',
          include: sharing,
          exclude: elsewhere,
          isolate: false,
          globalSetup: ['test/kit/none-left.ts', 'test/kit/build-first.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'by itself',
          include: ['test/**/*.test.ts', ...changing],
          exclude: [...elsewhere, ...sharing],
          globalSetup: ['test/kit/none-left.ts', 'test/kit/build-first.ts'],
        },
      },
    ],
    // All processors: vitest leaves one to whoever else is at the machine, which on two is half of the time.
    maxWorkers: '100%',
    // Limits for what hangs, not measures: machines are shared, and properties start real servers. What is polled for
    // has a second by default.
    expect: { poll: { timeout: 60_000 } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
