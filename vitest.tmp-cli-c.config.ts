import { defineConfig } from 'vitest/config';
export default defineConfig({ test: { include: ['src/cli/{plain,terminal,note-commands,headers,call-request,call-command,failure,outputs}.test.ts'], setupFiles: ['test/one-seed.ts'], testTimeout: 20_000 } });
