import { closeSync, fstatSync, lstatSync, openSync, readFileSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { CliError, usage } from './cli-error.ts';
import { createIoError } from './io-error.ts';

/** A file that was named by who runs the command: their word is enough. Throws `Failure`. */
export const readGiven = (file: string): Uint8Array => {
  try {
    return readFileSync(file);
  } catch (error) {
    throw createIoError(file, 'read', error);
  }
};

/**
 * A file that was found, in a folder that may be anybody's: a cloned repository, /tmp on a shared machine. Whoever wrote it says where
 * passwords and notes go, so it has to be by who runs the command, and nobody else may be able to change it or put
 * another in its place. `uid` is who that is. Throws `Failure`.
 */
export const readTrusted = (file: string, uid: number | undefined): Uint8Array => {
  try {
    const fd = openSync(file, 'r');
    try {
      if (uid !== undefined) expectTrusted(file, fstatSync(fd), uid);
      return readFileSync(fd);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    throw error instanceof CliError ? error : createIoError(file, 'read', error);
  }
};

const expectTrusted = (file: string, stats: Stats, uid: number): void => {
  const folder = dirname(file);
  // A link is by who made it, whatever it leads to.
  if (stats.uid !== uid || lstatSync(file).uid !== uid) throw untrusted(file, 'belongs to somebody else');
  if (isOpen(stats)) throw untrusted(file, 'can be changed by others');
  if (!isOwnedByAny(lstatSync(folder), [uid, root]) || !isOwnedByAny(statSync(folder), [uid, root]))
    throw untrusted(file, 'is in a folder of somebody else');
  if (isOpen(statSync(folder)) && !isSticky(statSync(folder)))
    throw untrusted(file, 'is in a folder that others can write to');
};

const root = 0;

const isOwnedByAny = ({ uid }: Stats, users: readonly number[]): boolean => users.includes(uid);

/** A group of one's own, by its number, is nobody else: what a umask of 002 is made for. */
const isOpen = ({ mode, uid, gid }: Stats): boolean => (mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && gid !== uid);

/** As /tmp is: nobody can take another's file away there. */
const isSticky = ({ mode }: Stats): boolean => (mode & 0o1000) !== 0;

const untrusted = (file: string, why: string): CliError =>
  usage(`${file} was found, but ${why}. If you trust it, give it with --outputs.`);
