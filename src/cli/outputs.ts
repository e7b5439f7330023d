import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type NotesConfig, parseConfig } from '../client/config.ts';
import { checkConfig, describePoolEndpoint } from './check-config.ts';
import { toCliError, usage } from './cli-error.ts';
import type { GlobalOptions, Here } from './here.ts';
import { readGiven, readTrusted } from './outputs-file.ts';
import { decodeText } from './read-text.ts';
import { words } from './terminal.ts';
import type { World } from './world.ts';

/**
 * Reads the deployment's configuration from `--outputs`, `NOTES_OUTPUTS`, or a file that it finds. Throws `CliError`.
 */
export const readConfig = ({ world }: Here, { outputs }: GlobalOptions): NotesConfig =>
  readConfigFile(findOutputsFile(world, outputs), world);

/**
 * Reads the configuration before the user gives a password. Says who receives the proof of it, unless the user named
 * the outputs. Throws `CliError`.
 */
export const readConfigToSignIn = ({ world, terminal }: Here, { outputs }: GlobalOptions): NotesConfig => {
  const file = findOutputsFile(world, outputs);
  const config = readConfigFile(file, world);
  if (file.isFound)
    terminal.aside(words`Signing in at ${config.apiEndpoint} (${describePoolEndpoint(config)}), named in ${file.path}`);
  return config;
};

/** The file that outputs are read from, and whether it was found rather than named. */
export interface OutputsFile {
  readonly path: string;
  readonly isFound: boolean;
}

export const findFileIfAny = (
  { env, cwd }: Pick<World, 'env' | 'cwd'>,
  outputs: string | undefined,
): OutputsFile | undefined => {
  const given = outputs ?? (env.NOTES_OUTPUTS || undefined);
  const path = given === undefined ? findOutputs(cwd) : resolve(cwd, given);
  return path === undefined ? undefined : { path, isFound: given === undefined };
};

export const findOutputsFile = (world: World, outputs: string | undefined): OutputsFile => {
  const file = findFileIfAny(world, outputs);
  if (file !== undefined) return file;
  throw usage(
    'No outputs found. Run `npm start` in this folder, or give the file of `cdk deploy --outputs-file` with --outputs.',
  );
};

/**
 * Finds the nearest outputs: `.local/outputs.json` in this folder or one above; in this folder, also the file of
 * `cdk deploy --outputs-file`.
 */
export const findOutputs = (folder: string): string | undefined => {
  const [here, ...above] = listAncestors(resolve(folder));
  const local = (each: string) => join(each, '.local', 'outputs.json');
  const candidates = [local(here), join(here, 'outputs.json'), join(here, 'cdk-outputs.json'), ...above.map(local)];
  return candidates.find((file) => existsSync(file));
};

const listAncestors = (folder: string): readonly [string, ...string[]] => {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...listAncestors(above)];
};

/** Returns the parsed content of the file, unchecked. Throws `CliError`. */
export const readOutputs = ({ path, isFound }: OutputsFile, { uid }: Pick<World, 'uid'>): unknown => {
  const text = decodeText(isFound ? readTrusted(path, uid) : readGiven(path), path);
  try {
    return JSON.parse(text);
  } catch {
    throw usage(`${path} is not JSON.`);
  }
};

export const readConfigFile = (file: OutputsFile, world: World): NotesConfig => {
  const { path } = file;
  const config = parseConfig(readOutputs(file, world));
  if (config.isErr()) throw usage(`${path}: ${toCliError(config.error).message}`);
  return checkConfig(config.value, path);
};
