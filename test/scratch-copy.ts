import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '..');

/** What the stack makes of its sources, and keeps. */
const made = ['functions', 'templates', 'web'];

/** The sources of some folders, to be changed at will. Below `build/`, so that the packages are found. */
export const scratchCopy = async (wanted: RegExp) => {
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

/** Where nothing was made yet, the copy makes it. */
const ignoreAbsent = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'ENOENT') throw error;
};
