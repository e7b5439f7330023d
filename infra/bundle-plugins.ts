import { builtinModules } from 'node:module';
import type { Plugin } from 'esbuild';

const builtins = new Set(builtinModules.map((name) => name.replace(/^node:/, '')));

/**
 * Takes Node's own modules by `process.getBuiltinModule`. An `import` of one makes all that it exports, and of `node:http`
 * that is a WebSocket, an EventSource and the client below `fetch`: some 25 ms of a cold start that nobody uses. It also
 * spares a `require` in packages that are CommonJS inside, which an ES module does not have.
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
