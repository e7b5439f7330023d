import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { configOfOutputs, type NotesConfig } from '../client/client.ts';
import { checkedConfig, poolEndpoint } from './endpoints.ts';
import { failureOf, usage } from './failure.ts';
import type { GlobalOptions, Here } from './here.ts';
import { readGiven, readTrusted } from './outputs-file.ts';
import { decodeText } from './read-text.ts';
import { words } from './terminal.ts';
import type { World } from './world.ts';

/** Where the deployment is: by `--outputs`, `NOTES_OUTPUTS`, or a file that is found. Throws `Failure`. */
export const readConfig = ({ world }: Here, { outputs }: GlobalOptions): NotesConfig =>
  configIn(fileOf(world, outputs), world);

/** The same, for who is about to give a password: says whom the proof of it goes to, unless that was said by who runs the command. */
export const readConfigToSignIn = ({ world, terminal }: Here, { outputs }: GlobalOptions): NotesConfig => {
  const file = fileOf(world, outputs);
  const config = configIn(file, world);
  if (file.isFound)
    terminal.aside(words`Signing in at ${config.apiEndpoint} (${poolEndpoint(config)}), by ${file.path}`);
  return config;
};

/** The file that outputs are read from, and whether it was found rather than named. */
export interface OutputsFile {
  readonly path: string;
  readonly isFound: boolean;
}

export const fileIfAny = (
  { env, cwd }: Pick<World, 'env' | 'cwd'>,
  outputs: string | undefined,
): OutputsFile | undefined => {
  const given = outputs ?? (env.NOTES_OUTPUTS || undefined);
  const path = given === undefined ? findOutputs(cwd) : resolve(cwd, given);
  return path === undefined ? undefined : { path, isFound: given === undefined };
};

export const fileOf = (world: World, outputs: string | undefined): OutputsFile => {
  const file = fileIfAny(world, outputs);
  if (file !== undefined) return file;
  throw usage(
    'No outputs found. Run `npm start` in this folder, or give the file of `cdk deploy --outputs-file` with --outputs.',
  );
};

/** The nearest: in each folder from this one upwards `.local/outputs.json`, in this one the file of `cdk deploy --outputs-file` too. */
export const findOutputs = (folder: string): string | undefined => {
  const [here, ...above] = ancestors(resolve(folder));
  const local = (each: string) => join(each, '.local', 'outputs.json');
  const candidates = [local(here), join(here, 'outputs.json'), join(here, 'cdk-outputs.json'), ...above.map(local)];
  return candidates.find((file) => existsSync(file));
};

const ancestors = (folder: string): readonly [string, ...string[]] => {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...ancestors(above)];
};

/** What the file says, whatever it is. Throws `Failure`. */
export const outputsIn = ({ path, isFound }: OutputsFile, { uid }: Pick<World, 'uid'>): unknown => {
  const text = decodeText(isFound ? readTrusted(path, uid) : readGiven(path), path);
  try {
    return JSON.parse(text);
  } catch {
    throw usage(`${path} is not JSON.`);
  }
};

export const configIn = (file: OutputsFile, world: World): NotesConfig => {
  const { path } = file;
  const config = configOfOutputs(outputsIn(file, world));
  if (config.isErr()) throw usage(`${path}: ${failureOf(config.error).message}`);
  return checkedConfig(config.value, path);
};
