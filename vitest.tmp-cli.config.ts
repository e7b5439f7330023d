import { defineConfig } from 'vitest/config';
export default defineConfig({ test: { include: ['src/cli/{secret-file,session-file,sign-ins,session-place}.test.ts'], setupFiles: ['test/one-seed.ts'], testTimeout: 20_000 } });
