import { builtinModules } from 'node:module';
import { join } from 'node:path';
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

const environmentCredentials = join(import.meta.dirname, '../src/lambda/environment-credentials.ts');

/**
 * Leaves out what a function never uses to come to credentials and settings. A function has both in its environment; the
 * SDK would look for them in files, with a single sign-on service, a web page's login, another process and the metadata of
 * a container or a machine as well: a third of a bundle, and file reads at each cold start.
 */
export const environmentOnly: Plugin = {
  name: 'credentials and settings from the environment only',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, () => ({ path: 'chain', namespace: 'environment' }));
    onLoad({ filter: /^chain$/, namespace: 'environment' }, () => ({
      contents: `import { environmentCredentials } from ${JSON.stringify(environmentCredentials)};
        export const defaultProvider = () => environmentCredentials;`,
      resolveDir: import.meta.dirname,
    }));
    onLoad({ filter: /[\\/]shared-ini-file-loader[\\/]loadSharedConfigFiles\.js$/ }, () => ({
      contents: `export const CONFIG_PREFIX_SEPARATOR = '.';
        export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} });`,
    }));
  },
};
