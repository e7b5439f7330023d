import { build } from 'vite';
import { viteConfig, type WebApp } from '../../web/vite.config.ts';

// Builds the app of the first argument into the folder of the second. A process of its own: whoever starts the stack does not need
// the bundler again.
const [, , app, folder] = process.argv;
await build(viteConfig(app as WebApp, folder));
