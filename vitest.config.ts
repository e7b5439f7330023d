import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,infra,test,scripts,bench}/**/*.test.ts'],
    // The tutorial's own command needs an install of its own: `npm run test:tutorial-tool`.
    exclude: ['**/node_modules/**', 'test/tutorial-tool.test.ts'],
    // A limit for what hangs, not a measure: machines are shared, and properties start real servers.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
