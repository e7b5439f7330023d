import { build } from 'vite';
import { createViteConfig, type WebApp } from '../../web/vite.config.ts';

// Builds the app of the first argument into the folder of the second. A process of its own: whoever starts the stack does not need
// the bundler again.
const [, , app, folder] = process.argv;
await build(createViteConfig(app as WebApp, folder));
