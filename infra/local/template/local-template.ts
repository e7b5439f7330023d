import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { calculateFingerprint } from '../../fingerprint.ts';
import { type Choices, withDefaultChoices } from './local-stage.ts';

export interface LocalTemplateOptions {
  /** Default: `iam`, `identity`, If-Match not required, and the sweep interval of the stage `dev`. */
  readonly choices?: Partial<Choices> | undefined;
  /** The folder in which templates are kept. */
  readonly folder?: string;
  /** Called if a template must be synthesized, which takes some seconds. */
  readonly onSynthesis?: (() => void) | undefined;
}

const root = join(import.meta.dirname, '../../..');
const program = join(import.meta.dirname, 'synthesize.ts');

/**
 * Returns the synthesized template of the stage `local` as JSON. It is kept, and synthesized again when its sources
 * change.
 */
export const synthesizeLocalTemplate = async (options: LocalTemplateOptions): Promise<string> => {
  const { folder = join(root, 'build/templates'), onSynthesis = () => {} } = options;
  const choices = withDefaultChoices(options.choices);
  const choice = `${choices.isolation}-${choices.owner}-${choices.requireIfMatch}-${choices.sweepMinutes}`;
  const file = `${choice}-${await calculateSourcesFingerprint()}.json`;
  const kept = await readFile(join(folder, file), 'utf8').catch(() => undefined);
  if (kept !== undefined) return kept;
  onSynthesis();
  const template = await synthesizeTemplate(choices);
  await keep(folder, file, template, (name) => name.startsWith(`${choice}-`));
  return template;
};

/** Returns a fingerprint of every file that the template is made from, and of the package versions. */
const calculateSourcesFingerprint = async (): Promise<string> => {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [program],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  return calculateFingerprint(root, [...Object.keys(metafile.inputs).toSorted(), 'cdk.json', 'package-lock.json']);
};

const synthesizeTemplate = async (choices: Choices): Promise<string> => {
  const { stdout } = await promisify(execFile)(process.execPath, [program, JSON.stringify(choices)], {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
};

/** Stores a template atomically, and removes those that it replaces. */
const keep = async (folder: string, file: string, template: string, replaces: (name: string) => boolean) => {
  await mkdir(folder, { recursive: true });
  const half = join(folder, `${process.pid}-${file}.new`);
  await writeFile(half, template);
  await rename(half, join(folder, file));
  const old = (await readdir(folder)).filter((name) => name !== file && replaces(name));
  await Promise.all(old.map((name) => rm(join(folder, name), { force: true })));
};
