import { build } from 'vite';
import { createViteConfig, type WebApp } from '../../web/vite.config.ts';

// Builds the app named by the first argument into the folder named by the second. It is a separate process because
// whoever starts the stack does not need the bundler afterwards.
const [, , app, folder] = process.argv;
await build(createViteConfig(app as WebApp, folder));
