import { join } from 'node:path';
import type { Plugin } from 'esbuild';

/** Makes the deployment's own build use the function that can have any of the faults. */
export const plantedFunctions: Plugin = {
  name: 'planted-functions',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^\.\/function\.ts$/ }, ({ importer }) =>
      /src.lambda.\w+\.ts$/.test(importer) ? { path: join(import.meta.dirname, 'planted-function.ts') } : undefined,
    );
  },
};
