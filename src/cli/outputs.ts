import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { configOfOutputs, type NotesConfig } from '../client/client.ts';
import { failureOf, usage } from './failure.ts';

/** Where the deployment is: by `--outputs`, `NOTES_OUTPUTS`, or a file that is found. Throws `Failure`. */
export const readConfig = (given: string | undefined): NotesConfig => {
  const file = given ?? process.env.NOTES_OUTPUTS ?? findOutputs(process.cwd());
  if (file === undefined)
    throw usage(
      'No outputs found. Run `npm start` in this folder, or give the file of `cdk deploy --outputs-file` with --outputs.',
    );
  const config = configOfOutputs(readJson(file));
  if (config.isErr()) throw usage(`${file}: ${failureOf(config.error).message}`);
  return config.value;
};

/** The nearest `.local/outputs.json`, here or above, or the file of `cdk deploy --outputs-file` here. */
export const findOutputs = (folder: string): string | undefined => {
  const deployed = ['outputs.json', 'cdk-outputs.json'].map((name) => join(folder, name));
  const candidates = [...ancestors(folder).map((each) => join(each, '.local', 'outputs.json')), ...deployed];
  return candidates.find((file) => existsSync(file));
};

const ancestors = (folder: string): readonly string[] => {
  const above = dirname(resolve(folder));
  return above === resolve(folder) ? [folder] : [folder, ...ancestors(above)];
};

const readJson = (file: string): unknown => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw usage(`${file} cannot be read.`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw usage(`${file} is not JSON.`);
  }
};
