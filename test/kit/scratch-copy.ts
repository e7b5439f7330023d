import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');

/** The folders of `build/` that the stack builds from its sources, and keeps. */
const made = ['functions', 'templates', 'web'];

/** Copies the wanted sources, to be changed at will, into a folder below `build/`, where Node finds the packages. */
export const createScratchCopy = async (wanted: RegExp) => {
  await mkdir(join(root, 'build'), { recursive: true });
  const folder = await mkdtemp(join(root, 'build/copy-'));
  const { stdout } = await promisify(execFile)('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root });
  for (const name of stdout.split('\0').filter((name) => name !== '' && wanted.test(name)))
    await cp(join(root, name), join(folder, name));
  for (const kept of made)
    await cp(join(root, 'build', kept), join(folder, 'build', kept), { recursive: true, force: true }).catch(
      ignoreAbsent,
    );
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) };
};

/** Ignores what is not built yet: the copy builds it. */
const ignoreAbsent = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'ENOENT') throw error;
};
