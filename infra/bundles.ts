import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { type FunctionName, routes } from '../src/lambda/routes.ts';

/** Where the bundle of each function lies: a folder with `index.mjs`, whose `handler` Lambda calls. */
export type Bundles = Readonly<Record<FunctionName, string>>;

const root = join(import.meta.dirname, '..');

/**
 * Bundles the functions, each with all it needs, the SDK included. The one configuration: what is deployed, what the
 * local stack runs and what is measured come of it. `folder` is emptied first, so that nothing stale stays in it.
 */
export const bundleFunctions = async (
  folder = join(root, 'build/functions'),
  plugins: readonly Plugin[] = [],
): Promise<Bundles> => {
  const names = routes.map(({ function: name }) => name);
  await rm(folder, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: names.map((name) => ({ in: join('src/lambda', `${name}.ts`), out: join(name, 'index') })),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    // Packages that are CommonJS inside ask for Node's own modules by `require`, which an ES module does not have.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [...plugins],
  });
  return Object.fromEntries(names.map((name) => [name, join(folder, name)])) as Bundles;
};
