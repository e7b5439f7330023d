import { defineConfig } from 'vitest/config';
export default defineConfig({
  test: { include: ['src/cli/**/*.test.ts'], setupFiles: ['test/one-seed.ts'], testTimeout: 20_000 },
});
