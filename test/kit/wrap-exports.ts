import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'esbuild';

// Faults are planted by hooks: whoever imports an export of a module gets what a wrap makes of it. The module itself is
// as it is in the repository, and what it calls within itself stays sound.

/** Makes something with a fault of an export, around the sound one. */
export type Wrap<T> = (sound: T) => T;

const root = join(import.meta.dirname, '../..');

const findModule = (module: string): string => {
  const path = join(root, module);
  if (!existsSync(path)) throw new Error(`There is no module ${module} to plant a fault in.`);
  return path;
};

export interface WrappedInBundle {
  /** Path of the module below the root, and the name of its export. */
  readonly module: string;
  readonly name: string;
  /** Path of a file that exports `wrap`, and imports no more than types from the module. */
  readonly by: string;
}

/** Makes esbuild wrap an export. An export that does not exist fails the build. */
export const wrapInBundle = ({ module, name, by }: WrappedInBundle): Plugin => ({
  name: `a hook around ${name}`,
  setup: ({ onResolve, onLoad }) => {
    const path = findModule(module);
    const [sound, wrap] = [JSON.stringify(path), JSON.stringify(by)];
    const namespace = `around ${module}`;
    onResolve({ filter: /\.ts$/ }, ({ path: imported, resolveDir, namespace: importer }) =>
      importer !== namespace && resolve(resolveDir, imported) === path ? { path, namespace } : undefined,
    );
    onLoad({ filter: /./, namespace }, () => ({
      contents: [
        `import { ${name} as sound } from ${sound};`,
        `import { wrap } from ${wrap};`,
        `export * from ${sound};`,
        `export const ${name} = wrap(sound);`,
      ].join('\n'),
      resolveDir: root,
    }));
  },
});
