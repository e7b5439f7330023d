#!/usr/bin/env node
import { existsSync } from 'node:fs';

// In a clone the sources run as they are, where Node reads them; the published package has only what was built of them.
const source = new URL('../src/cli/main.ts', import.meta.url);
const built = new URL('../dist/cli/main.js', import.meta.url);
const entry = [...(process.features.typescript ? [source] : []), built].find((file) => existsSync(file));
if (entry === undefined) {
  console.error(
    `In a clone this needs Node 24, which \`npm ci\` installs, but it runs on ${process.version}. If npm runs no \
install scripts (ignore-scripts), install it with \`npm rebuild node --ignore-scripts=false\`.`,
  );
  process.exit(1);
}
await import(entry.href);
