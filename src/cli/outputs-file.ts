import { closeSync, fstatSync, lstatSync, openSync, readFileSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { CliError, usage } from './cli-error.ts';
import { createIoError } from './io-error.ts';

/** Reads a file that the user named, which makes it trusted. Throws `CliError`. */
export const readGiven = (file: string): Uint8Array => {
  try {
    return readFileSync(file);
  } catch (error) {
    throw createIoError(file, 'read', error);
  }
};

/**
 * Reads a file that was found in a folder that may be anybody's: a cloned repository, or /tmp on a shared machine. Its
 * author decides where passwords and notes go. It must therefore belong to the user, and nobody else may be able to
 * change or replace it. `uid` is the user's. Throws `CliError`.
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
  // A link belongs to its creator, whatever its target.
  if (stats.uid !== uid || lstatSync(file).uid !== uid) throw untrusted(file, 'belongs to somebody else');
  if (isOpen(stats)) throw untrusted(file, 'can be changed by others');
  if (!isOwnedByAny(lstatSync(folder), [uid, root]) || !isOwnedByAny(statSync(folder), [uid, root]))
    throw untrusted(file, 'is in somebody else’s folder');
  if (isOpen(statSync(folder)) && !isSticky(statSync(folder)))
    throw untrusted(file, 'is in a folder that others can write to');
};

const root = 0;

const isOwnedByAny = ({ uid }: Stats, users: readonly number[]): boolean => users.includes(uid);

/** A group with the user's own number counts as the user: a umask of 002 is meant for such groups. */
const isOpen = ({ mode, uid, gid }: Stats): boolean => (mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && gid !== uid);

/** As for /tmp, where nobody can delete another user's file. */
const isSticky = ({ mode }: Stats): boolean => (mode & 0o1000) !== 0;

const untrusted = (file: string, why: string): CliError =>
  usage(`${file} was found, but ${why}. If you trust it, give it with --outputs.`);
