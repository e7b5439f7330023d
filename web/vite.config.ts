import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import type { InlineConfig } from 'vite';
import { createFirstViewPlugin } from './first-view/plugin.ts';

/** The page for users, and the console for developers. */
export type WebApp = 'page' | 'console';

/**
 * Creates the configuration with which Vite builds into `outDir`, which it empties first. Without `outDir`, Vite serves
 * the sources as they change.
 */
export const createViteConfig = (app: WebApp, outDir?: string): InlineConfig => {
  const isBuilt = outDir !== undefined;
  const config: InlineConfig = {
    configFile: false,
    root: join(import.meta.dirname, app),
    // Relative URLs, so that the app can lie in any folder.
    base: './',
    publicDir: false,
    plugins: [react()],
    resolve: {
      alias: {
        'owned-notes/client': join(import.meta.dirname, '../src/exports/client.ts'),
        'owned-notes': join(import.meta.dirname, '../src/exports/domain.ts'),
        ...(isBuilt && preactForReact),
      },
    },
    logLevel: 'warn',
    // Each app has its own: both are served at once, and each would delete the other's files.
    cacheDir: join(import.meta.dirname, '../build/vite', app),
    // Scanned before anybody requests the app: dependencies that are found later would replace modules that a page has
    // already begun to load.
    optimizeDeps: { entries: ['index.html', '**/*.tsx', '!**/prerender.tsx'] },
    build: {
      target: 'es2023',
      ...(isBuilt && { outDir, emptyOutDir: true }),
      // No assets inline: the policy allows only files from the page's own origin, and one script by its hash.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  };
  return isBuilt && app === 'page' ? { ...config, plugins: [react(), createFirstViewPlugin(config)] } : config;
};

/** A built app uses Preact, which has React's interface in an eighth of its size (decision 36). */
const preactForReact = {
  'react-dom/server': 'preact/compat/server',
  'react-dom/client': 'preact/compat/client',
  'react-dom': 'preact/compat',
  'react/jsx-runtime': 'preact/jsx-runtime',
  react: 'preact/compat',
};
