import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Makes dist/, after `npm ci` in a clone, before `npm pack`, and for whoever installs from git. Plain JavaScript, since npm runs
// it with the Node that there is, which may read no TypeScript.
const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));

// Without development dependencies (`npm ci --omit=dev`) there is nothing to build with, and nothing that needs dist/.
if (existsSync(tsc)) {
  rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true });
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
