import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';

// Faults are planted by hooks: whoever imports an export of a module gets what a wrap makes of it. The module itself is
// as it is in the repository, and what it calls within itself stays sound.

/** Makes something with a fault of an export, around the sound one. */
export type Wrap<T> = (sound: T) => T;

interface Wrapped {
  /** Path of the module below the root, and the name of its export. */
  readonly module: string;
  readonly name: string;
}

const root = join(import.meta.dirname, '../..');

const findModule = (module: string): string => {
  const path = join(root, module);
  if (!existsSync(path)) throw new Error(`There is no module ${module} to plant a fault in.`);
  return path;
};

/** Writes a module that stands in for another. `wrapOf` is an expression for the wraps by name. */
const writeStandIn = (sound: string, names: readonly string[], importing: string, wrapOf: string): string =>
  [
    importing,
    `export * from ${JSON.stringify(sound)};`,
    ...names.map((name) => `import { ${name} as sound_${name} } from ${JSON.stringify(sound)};`),
    `const wrapOf = ${wrapOf};`,
    ...names.map((name) => `export const ${name} = wrapOf(${JSON.stringify(name)})(sound_${name});`),
  ].join('\n');

export interface WrappedInBundle extends Wrapped {
  /** Path of a file that exports `wrap`, and imports no more than types from the module. */
  readonly by: string;
}

/** Makes esbuild wrap an export. An export that does not exist fails the build. */
export const wrapInBundle = ({ module, name, by }: WrappedInBundle): Plugin => ({
  name: `a hook around ${name}`,
  setup: ({ onResolve, onLoad }) => {
    const path = findModule(module);
    const namespace = `around ${module}`;
    onResolve({ filter: /\.ts$/ }, ({ path: imported, resolveDir, namespace: importer }) =>
      importer !== namespace && resolve(resolveDir, imported) === path ? { path, namespace } : undefined,
    );
    onLoad({ filter: /./, namespace }, () => ({
      contents: writeStandIn(path, [name], `import { wrap } from ${JSON.stringify(by)};`, '() => wrap'),
      resolveDir: root,
    }));
  },
});

export type Callable = (...args: readonly never[]) => unknown;

export interface WrappedInProcess extends Wrapped {
  readonly wrap: Wrap<Callable>;
}

const wrapsByUrl = new Map<string, ReadonlyMap<string, Wrap<Callable>>>();

/** For the modules that stand in for others in this process. */
export const wrapsOf =
  (url: string) =>
  (name: string): Wrap<Callable> | undefined =>
    wrapsByUrl.get(url)?.get(name);

/**
 * Wraps functions that are exported, for whatever this thread loads from now on. A module with an export that does not
 * exist fails to load.
 */
export const wrapInProcess = (wrapped: readonly WrappedInProcess[]): void => {
  for (const [module, exports] of Map.groupBy(wrapped, (each) => each.module))
    wrapsByUrl.set(pathToFileURL(findModule(module)).href, new Map(exports.map(({ name, wrap }) => [name, wrap])));
  const mark = '?wrapped';
  registerHooks({
    resolve: (specifier, context, next) => {
      const found = next(specifier, context);
      const isSound = !wrapsByUrl.has(found.url) || context.parentURL === found.url + mark;
      return isSound ? found : { ...found, url: found.url + mark, format: 'module' };
    },
    load: (url, context, next) => {
      const sound = url.endsWith(mark) ? url.slice(0, -mark.length) : '';
      const names = wrapsByUrl.get(sound)?.keys();
      if (names === undefined) return next(url, context);
      const importing = `import { wrapsOf } from ${JSON.stringify(import.meta.url)};`;
      const source = writeStandIn(sound, [...names], importing, `wrapsOf(${JSON.stringify(sound)})`);
      return { source, format: 'module', shortCircuit: true };
    },
  });
};
