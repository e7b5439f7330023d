import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { bundleFunctions } from '../infra/bundles.ts';
import { addCompileCache, compileCacheEnvironment } from '../infra/compile-cache.ts';
import { type FunctionName, routes } from '../src/lambda/routes.ts';

/** One way to build the five functions. */
export interface Contestant {
  readonly name: string;
  /** Each function's folder, from which Lambda would load it. */
  readonly folders: Readonly<Record<FunctionName, string>>;
  /** Its functions' environment variables, in addition to those of all contestants. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The contestant that all ratios compare with. */
export const baseline = "tutorial's style";
export const ours = 'owned-notes';
export const oursWithIam = 'owned-notes, `iam`';
export const oursWithCache = 'owned-notes, compile cache';
export const again = "tutorial's style, again";

/** The contestants that this project must be ahead of in every cell. */
export const frameworks = ['Middy + zod', 'Hono + zod', 'Powertools + zod', 'ElectroDB'];

const rivals: Readonly<Record<string, string>> = {
  [baseline]: 'tutorial',
  [again]: 'tutorial',
  'Middy + zod': 'middy-zod',
  'Hono + zod': 'hono-zod',
  'Powertools + zod': 'powertools',
  ElectroDB: 'electrodb',
  'aws-lite': 'aws-lite',
  'hand-written floor': 'floor',
};

export const functionNames = routes.map(({ function: name }) => name);

/** Builds all contestants below `folder`, which must be new. */
export const buildContestants = async (folder: string): Promise<readonly Contestant[]> => {
  const application = { ISOLATION: 'application' };
  const iam = { ISOLATION: 'iam', DATA_ROLE_ARN: 'arn:aws:iam::123456789012:role/data' };
  const folders = await bundleFunctions(join(folder, 'owned-notes'));
  const own: Contestant[] = [
    { name: ours, folders, environment: application },
    { name: oursWithIam, folders, environment: iam },
    { name: oursWithCache, folders: await withCompileCache(join(folder, 'with-cache')), environment: application },
  ];
  const others = Object.entries(rivals).map(async ([name, source]): Promise<Contestant> => {
    const built = await bundleRival(source, join(folder, name.replace(/\W+/g, '-')));
    return { name, folders: built, environment: {} };
  });
  return [...own, ...(await Promise.all(others))];
};

/** Builds the same functions again, each with a compile cache of this Node beside it. */
const withCompileCache = async (folder: string): Promise<Contestant['folders']> => {
  const folders = await bundleFunctions(folder);
  for (const each of functionNames.map((name) => folders[name])) {
    await addCompileCache(each, 'application');
    await writeFile(join(each, 'environment.json'), JSON.stringify(compileCacheEnvironment('./')));
  }
  return folders;
};

/**
 * Bundles as CDK's `NodejsFunction` does for Node 24 by default, with `minify` and the SDK inside: CommonJS in
 * `index.js` [aws-cdk-lib, aws-lambda-nodejs, "BundlingOptions"].
 */
const bundleRival = async (source: string, folder: string): Promise<Contestant['folders']> => {
  await build({
    entryPoints: functionNames.map((name) => ({
      in: join(import.meta.dirname, 'contestants', source, `${name}.ts`),
      out: join(name, 'index'),
    })),
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    legalComments: 'none',
    logLevel: 'warning',
  });
  return listFolders(folder);
};

const listFolders = (folder: string): Contestant['folders'] => {
  const at = (name: FunctionName) => join(folder, name);
  return { create: at('create'), get: at('get'), list: at('list'), update: at('update'), delete: at('delete') };
};

/** Finds the file that Lambda would load. */
export const findEntry = (folder: string): string => {
  const module = join(folder, 'index.mjs');
  return existsSync(module) ? module : join(folder, 'index.js');
};

/** Reads the variables that a function's folder requests in `environment.json`; the compile cache is a path in it. */
export const readOwnEnvironment = (folder: string): Record<string, string> => {
  const file = join(folder, 'environment.json');
  if (!existsSync(file)) return {};
  const variables: Record<string, string> = JSON.parse(readFileSync(file, 'utf8'));
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      name === 'NODE_COMPILE_CACHE' ? resolve(folder, value) : value,
    ]),
  );
};
