import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,infra,test,scripts,bench}/**/*.test.ts'],
    // The tutorial's own command and aws-amplify need installs of their own: `npm run test:tutorial-tool`, `npm run test:amplify`.
    exclude: ['**/node_modules/**', 'test/tutorial-tool.test.ts', 'test/amplify/**'],
    // A limit for what hangs, not a measure: machines are shared, and properties start real servers.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
