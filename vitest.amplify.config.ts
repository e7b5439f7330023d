import { defineConfig } from 'vitest/config';

/** aws-amplify needs an install of its own: `npm run test:amplify`. */
export default defineConfig({
  test: { include: ['test/amplify/*.test.ts'], testTimeout: 120_000, hookTimeout: 60_000 },
});
