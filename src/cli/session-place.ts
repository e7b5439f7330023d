import { isAbsolute, join, resolve } from 'node:path';
import { usage } from './cli-error.ts';
import type { World } from './world.ts';

export interface SessionPlace {
  readonly file: string;
  /** Whether the folder is ours alone. */
  readonly isOurs: boolean;
}

/**
 * Returns where sign-ins are kept: `NOTES_SESSION`, or a file in the settings folder. A relative `XDG_CONFIG_HOME` is
 * ignored [XDG Base Directory Specification: "All paths set in these environment variables must be absolute"]. Throws
 * `CliError`.
 */
export const findSessionPlace = ({
  env,
  cwd,
  platform,
  home,
}: Pick<World, 'env' | 'cwd' | 'platform' | 'home'>): SessionPlace => {
  if (env.NOTES_SESSION) return { file: resolve(cwd, env.NOTES_SESSION), isOurs: false };
  const settings = selectAbsolute(platform === 'win32' ? env.APPDATA : env.XDG_CONFIG_HOME);
  const user = selectAbsolute(home());
  const folder = settings ?? (user && join(user, '.config'));
  if (folder === undefined)
    throw usage('There is no folder to keep the sign-in in: set HOME, or NOTES_SESSION to the path of a file.');
  return { file: join(folder, 'owned-notes', 'session.json'), isOurs: true };
};

const selectAbsolute = (path: string | undefined): string | undefined =>
  path !== undefined && isAbsolute(path) ? path : undefined;
