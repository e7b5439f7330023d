import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { wrapInBundle } from '../kit/wrap-exports.ts';

/**
 * Functions that give away what they hold if a header asks for it: their credentials, and where the services are. It is
 * the worst that code in a function can do, and what the policies are there for. Otherwise they are as deployed. The
 * sweep, which nobody can ask, writes it to its log.
 */
export const looseFunctions: readonly Plugin[] = [
  wrapInBundle({
    module: 'src/lambda/function.ts',
    name: 'createFunction',
    by: join(import.meta.dirname, 'loose-function.ts'),
  }),
  wrapInBundle({
    module: 'src/lambda/sweep-wiring.ts',
    name: 'wireSweep',
    by: join(import.meta.dirname, 'loose-sweep.ts'),
  }),
];
