import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Builds dist/ after `npm ci` in a clone, before `npm pack`, and when somebody installs from git. It is plain
// JavaScript, since npm runs it with the installed Node, which may not run TypeScript.
const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));

// Without development dependencies (`npm ci --omit=dev`) there is nothing to build with, and nothing that needs dist/.
if (existsSync(tsc)) {
  rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true });
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
