#!/usr/bin/env node
import { existsSync } from 'node:fs';

// In a clone the sources run as they are; the published package has only what was built of them.
const source = new URL('../src/cli/main.ts', import.meta.url);
await import(existsSync(source) ? source.href : '../dist/cli/main.js');
