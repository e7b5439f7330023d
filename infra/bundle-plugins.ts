import { builtinModules } from 'node:module';
import type { Plugin } from 'esbuild';

const builtins = new Set(builtinModules.map((name) => name.replace(/^node:/, '')));

/**
 * Loads Node's own modules with `process.getBuiltinModule`. An `import` of one evaluates everything it exports; for
 * `node:http` that includes WebSocket, EventSource and the client behind `fetch`, which adds about 25 ms to a cold
 * start and is never used. It also avoids `require` in packages that are CommonJS inside: ES modules do not have it.
 */
export const builtinsAsTheyAre: Plugin = {
  name: "Node's modules as they are",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^[^./]/ }, ({ path }) => {
      const name = path.replace(/^node:/, '');
      return builtins.has(name) ? { path: name, namespace: 'builtin' } : undefined;
    });
    onLoad({ filter: /./, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
};
