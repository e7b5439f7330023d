import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { type DeployedName, deployedNames } from '../src/lambda/function-names.ts';
import { builtinsAsTheyAre } from './bundle-plugins.ts';

/** The folder of each function's bundle. It holds `index.mjs`, whose `handler` Lambda calls. */
export type Bundles = Readonly<Record<DeployedName, string>>;

const root = join(import.meta.dirname, '..');

/**
 * Bundles the functions, each with everything it needs. This is the only configuration: deployment, the local stack and
 * the benchmarks all use it. Empties `folder` first, so that nothing stale remains.
 */
export const bundleFunctions = async (
  folder = join(root, 'build/functions'),
  plugins: readonly Plugin[] = [],
): Promise<Bundles> => {
  await rm(folder, { recursive: true, force: true });
  await Promise.all(deployedNames.map((name) => bundle(`src/lambda/${name}.ts`, join(folder, name), plugins)));
  return Object.fromEntries(deployedNames.map((name) => [name, join(folder, name)])) as Bundles;
};

/** Bundles the file that exports a function's `handler` as `index.mjs` in its own folder. */
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
