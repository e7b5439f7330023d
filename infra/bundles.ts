import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { type DeployedName, deployedNames } from '../src/lambda/function-names.ts';
import { builtinsAsTheyAre } from './bundle-plugins.ts';

/** Where the bundle of each function lies: a folder with `index.mjs`, whose `handler` Lambda calls. */
export type Bundles = Readonly<Record<DeployedName, string>>;

const root = join(import.meta.dirname, '..');

/**
 * Bundles the functions, each with all it needs. The one configuration: what is deployed, what the
 * local stack runs and what is measured come of it. `folder` is emptied first, so that nothing stale stays in it.
 */
export const bundleFunctions = async (
  folder = join(root, 'build/functions'),
  plugins: readonly Plugin[] = [],
): Promise<Bundles> => {
  await rm(folder, { recursive: true, force: true });
  await Promise.all(deployedNames.map((name) => bundle(`src/lambda/${name}.ts`, join(folder, name), plugins)));
  return Object.fromEntries(deployedNames.map((name) => [name, join(folder, name)])) as Bundles;
};

/** A function's `index.mjs` in a folder of its own, made of the file that has its `handler`. */
export const bundle = (file: string, outdir: string, plugins: readonly Plugin[] = []) =>
  build({
    absWorkingDir: root,
    entryPoints: [{ in: file, out: 'index' }],
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [...plugins, builtinsAsTheyAre],
  });
