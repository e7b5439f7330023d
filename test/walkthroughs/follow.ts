import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { root } from '../docs/markdown.ts';
import type { Command, Create, Edit } from './walkthrough.ts';

/** Creates a file. Throws if it exists already. */
export const create = async (folder: string, { file, text }: Create): Promise<void> => {
  const path = join(folder, file);
  if (existsSync(path)) throw new Error(`${file} exists already.`);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
};

/** Changes a place in a file. Throws unless the file has it exactly once. */
export const edit = async (folder: string, { file, before, after }: Edit): Promise<void> => {
  const path = join(folder, file);
  const parts = (await readFile(path, 'utf8')).split(before);
  if (parts.length !== 2) throw new Error(`${file} has this ${parts.length - 1} times instead of once:\n${before}`);
  await writeFile(path, parts.join(after));
};

export interface Ran {
  readonly failed: boolean;
  readonly output: string;
}

/** Runs a command as a reader of the walkthrough does, with the tools of this project. */
export const run = async (folder: string, { line }: Pick<Command, 'line'>): Promise<Ran> => {
  // `npx` would look for the tools in the copy, and then in the registry.
  const command = line.replace(/^npx /, '');
  const PATH = [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter);
  // Set by the runner of this test, and not meant for the one that the command starts.
  const { VITEST: _, VITEST_WORKER_ID: __, VITEST_POOL_ID: ___, NODE_ENV: ____, ...env } = process.env;
  const options = { cwd: folder, env: { ...env, PATH, CI: 'true', NO_COLOR: '1' }, maxBuffer: 64 * 1024 ** 2 };
  const ended = await promisify(execFile)('sh', ['-c', command], options).then(
    (said) => ({ failed: false, ...said }),
    (said: { readonly stdout: string; readonly stderr: string }) => ({ failed: true, ...said }),
  );
  return { failed: ended.failed, output: stripVTControlCharacters(`${ended.stdout}\n${ended.stderr}`) };
};
