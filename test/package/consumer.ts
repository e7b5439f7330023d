import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';

/** A finished program: its exit status, and all that it wrote. */
export interface Finished {
  readonly status: number;
  readonly output: string;
}

type Environment = Readonly<Record<string, string>>;

export interface Consumer extends AsyncDisposable {
  readonly folder: string;
  readonly write: (name: string, text: string) => Promise<void>;
  /** Runs a program in the project, by default the Node of the tests. `variables` are added to its environment. */
  readonly run: (args: readonly string[], program?: string, variables?: Environment) => Promise<Finished>;
}

/** Creates an empty project that gets no packages from a folder above it. */
export const createEmptyProject = async (type: 'module' | 'commonjs' = 'module'): Promise<Consumer> => {
  const folder = await mkdtemp(join(tmpdir(), 'owned-notes-consumer-'));
  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  await write('package.json', JSON.stringify({ name: 'consumer', private: true, type }));
  return {
    folder,
    write,
    run: (args, program = process.execPath, variables = {}) =>
      new Promise((resolve) => {
        execFile(program, args, { cwd: folder, env: { ...environment, ...variables } }, (error, stdout, stderr) => {
          const status = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
          resolve({ status, output: `${stdout}${stderr}${status === -1 ? error : ''}` });
        });
      }),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
};

/** Creates a project with the packed package and `packages` installed, by npm and in real folders. */
export const createConsumer = async (...packages: readonly string[]): Promise<Consumer> => {
  const project = await createEmptyProject();
  const installed = await install(project, ...packages);
  if (installed.status === 0) return project;
  await project[Symbol.asyncDispose]();
  throw new Error(installed.output);
};

export const install = (project: Consumer, ...packages: readonly string[]): Promise<Finished> =>
  project.run(['install', '--prefer-offline', '--no-audit', '--no-fund', inject('tarball'), ...packages], 'npm');

/** Without what makes a runner that a test starts take itself for one of this project's. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV$|TEST$|npm_(package|lifecycle)_)/.test(name)),
);
