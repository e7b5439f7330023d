import { execFile } from 'node:child_process';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { WebApp } from '../../web/vite.config.ts';
import { calculateFingerprint } from '../fingerprint.ts';
import { listFilesBelow } from './built-page.ts';

export interface BuildWebOptions {
  /** Where built apps are kept. */
  readonly folder?: string;
  /** Called if the app has to be built, which takes some seconds. */
  readonly onBuild?: (() => void) | undefined;
}

const root = join(import.meta.dirname, '../..');
const program = join(import.meta.dirname, 'build.ts');

/** Returns the folder of the built app. It is cached, and built again when a file that it may depend on has changed. */
export const buildWeb = async (app: WebApp, options: BuildWebOptions = {}): Promise<string> => {
  const { folder = join(root, 'build/web'), onBuild = () => {} } = options;
  const name = `${app}-${await calculateSourcesFingerprint(app)}`;
  const built = join(folder, name);
  if (await isFolder(built)) return built;
  onBuild();
  await mkdir(folder, { recursive: true });
  const half = join(folder, `${process.pid}-${name}.new`);
  // Vite and React read it, and the calling process may be a test.
  const env = { ...process.env, NODE_ENV: 'production' };
  await promisify(execFile)(process.execPath, [program, app, half], { cwd: root, env });
  // All or nothing. Another process may have built the same app meanwhile.
  await rename(half, built).catch(async (error: unknown) => {
    await rm(half, { recursive: true, force: true });
    if (!(await isFolder(built))) throw error;
  });
  const old = (await readdir(folder)).filter((each) => each.startsWith(`${app}-`) && each !== name);
  await Promise.all(old.map((each) => rm(join(folder, each), { recursive: true, force: true })));
  return built;
};

/**
 * Computes the fingerprint of every source that the app may import, and of the package versions. The page imports
 * nothing from the local stack.
 */
const calculateSourcesFingerprint = (app: WebApp): Promise<string> => {
  const folders = [`web/${app}`, 'web/first-view', 'web/shared', 'src', ...(app === 'console' ? ['infra/local'] : [])];
  const files = folders
    .flatMap((folder) => listFilesBelow(join(root, folder)).map((name) => join(folder, name)))
    .filter((file) => /\.(?:tsx?|css|html|svg)$/.test(file) && !file.endsWith('.test.ts'));
  return calculateFingerprint(root, [...files, 'web/vite.config.ts', 'package-lock.json']);
};

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
