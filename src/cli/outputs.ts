import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type NotesConfig, parseConfig } from '../client/config.ts';
import { toCliError, usage } from './cli-error.ts';
import { checkConfig, poolEndpoint } from './endpoints.ts';
import type { GlobalOptions, Here } from './here.ts';
import { readGiven, readTrusted } from './outputs-file.ts';
import { decodeText } from './read-text.ts';
import { words } from './terminal.ts';
import type { World } from './world.ts';

/** Where the deployment is: by `--outputs`, `NOTES_OUTPUTS`, or a file that is found. Throws `Failure`. */
export const readConfig = ({ world }: Here, { outputs }: GlobalOptions): NotesConfig =>
  readConfigOf(findOutputsFile(world, outputs), world);

/** The same, for who is about to give a password: says whom the proof of it goes to, unless that was said by who runs the command. */
export const readConfigToSignIn = ({ world, terminal }: Here, { outputs }: GlobalOptions): NotesConfig => {
  const file = findOutputsFile(world, outputs);
  const config = readConfigOf(file, world);
  if (file.isFound)
    terminal.aside(words`Signing in at ${config.apiEndpoint} (${poolEndpoint(config)}), by ${file.path}`);
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

/** The nearest: in each folder from this one upwards `.local/outputs.json`, in this one the file of `cdk deploy --outputs-file` too. */
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

/** What the file says, whatever it is. Throws `Failure`. */
export const readOutputs = ({ path, isFound }: OutputsFile, { uid }: Pick<World, 'uid'>): unknown => {
  const text = decodeText(isFound ? readTrusted(path, uid) : readGiven(path), path);
  try {
    return JSON.parse(text);
  } catch {
    throw usage(`${path} is not JSON.`);
  }
};

export const readConfigOf = (file: OutputsFile, world: World): NotesConfig => {
  const { path } = file;
  const config = parseConfig(readOutputs(file, world));
  if (config.isErr()) throw usage(`${path}: ${toCliError(config.error).message}`);
  return checkConfig(config.value, path);
};
