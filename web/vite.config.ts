import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import type { InlineConfig } from 'vite';

/** The page of users, and the console of developers. */
export type WebApp = 'page' | 'console';

/** What Vite builds and serves; `outDir` is emptied first. */
export const viteConfig = (app: WebApp, outDir?: string): InlineConfig => ({
  configFile: false,
  root: join(import.meta.dirname, app),
  // By relative addresses, so that it can lie in any folder.
  base: './',
  publicDir: false,
  plugins: [react()],
  resolve: { alias: { 'owned-notes/client': join(import.meta.dirname, '../src/exports/client.ts') } },
  logLevel: 'warn',
  build: {
    target: 'es2023',
    ...(outDir !== undefined && { outDir, emptyOutDir: true }),
    // Nothing inline: the policy of contents lets only files of the page's own origin in.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
