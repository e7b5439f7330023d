import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import type { InlineConfig } from 'vite';
import { createFirstViewPlugin } from './first-view/plugin.ts';

/** The page of users, and the console of developers. */
export type WebApp = 'page' | 'console';

/** What Vite builds into `outDir`, which is emptied first; without one, what it serves as the sources change. */
export const createViteConfig = (app: WebApp, outDir?: string): InlineConfig => {
  const isBuilt = outDir !== undefined;
  const config: InlineConfig = {
    configFile: false,
    root: join(import.meta.dirname, app),
    // By relative addresses, so that it can lie in any folder.
    base: './',
    publicDir: false,
    plugins: [react()],
    resolve: {
      alias: {
        'owned-notes/client': join(import.meta.dirname, '../src/exports/client.ts'),
        ...(isBuilt && preactForReact),
      },
    },
    logLevel: 'warn',
    // Of its own, as both apps are served at once, and each would throw out what the other has there.
    cacheDir: join(import.meta.dirname, '../build/vite', app),
    // Found before anybody asks for the app: found later, they would be new versions of modules that a page has already begun to load.
    optimizeDeps: { entries: ['index.html', '**/*.tsx', '!**/prerender.tsx'] },
    build: {
      target: 'es2023',
      ...(isBuilt && { outDir, emptyOutDir: true }),
      // Nothing inline: the policy of contents lets only files of the page's own origin in.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  };
  return isBuilt && app === 'page' ? { ...config, plugins: [react(), createFirstViewPlugin(config)] } : config;
};

/** A built app carries Preact, which has React's interface in an eighth of its size (decision 36). */
const preactForReact = {
  'react-dom/server': 'preact/compat/server',
  'react-dom/client': 'preact/compat/client',
  'react-dom': 'preact/compat',
  'react/jsx-runtime': 'preact/jsx-runtime',
  react: 'preact/compat',
};
