import { missingNode } from './node-24.js';

// Plain JavaScript, since npm runs it with the installed Node, which may not run TypeScript.
if (missingNode === undefined) await import('../infra/local/main.ts');
else {
  console.error(`owned-notes: ${missingNode}`);
  process.exitCode = 1;
}
