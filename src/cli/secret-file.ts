import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { CliError } from './cli-error.ts';
import { exitCodes } from './exit-codes.ts';
import { createIoError, readErrorCode } from './io-error.ts';

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;

/**
 * Reads a file of secrets, or returns `undefined` if there is none. The file must belong to `uid`. Permissions of other
 * users are removed from it. No link is followed, since it may lead to somebody else's file. Throws `CliError`.
 */
export const readSecret = (file: string, uid: number | undefined): Uint8Array | undefined => {
  const fd = openIfPresent(file);
  if (fd === undefined) return undefined;
  try {
    const stats = fstatSync(fd);
    if (!stats.isFile()) throw refusal(file, 'is not a file');
    if (uid !== undefined && stats.uid !== uid) throw refusal(file, 'belongs to somebody else');
    if (uid !== undefined && (stats.mode & 0o077) !== 0) fchmodSync(fd, 0o600);
    return readFileSync(fd);
  } catch (error) {
    throw error instanceof CliError ? error : createIoError(file, 'read', error);
  } finally {
    closeSync(fd);
  }
};

/** Opens the file without waiting for the other end of a pipe. */
const openIfPresent = (file: string): number | undefined => {
  try {
    return openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    if (readErrorCode(error) === 'ENOENT') return undefined;
    throw readErrorCode(error) === 'ELOOP' ? refusal(file, 'is a link') : createIoError(file, 'read', error);
  }
};

const refusal = (file: string, why: string) =>
  new CliError(
    exitCodes.usage,
    `${file} ${why}. Sign-ins are kept in a file of your own: name another one with NOTES_SESSION.`,
  );

/**
 * Writes the whole file or nothing: into a new file that nobody could have prepared, which then replaces the old one.
 * Throws `CliError`.
 */
export const writeSecret = (file: string, text: string): void => {
  const whole = `${file}.${randomUUID()}.new`;
  try {
    const fd = openSync(whole, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
    try {
      writeFileSync(fd, text);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(whole, file);
  } catch (error) {
    rmSync(whole, { force: true });
    throw createIoError(file, 'written', error);
  }
};

/** Deletes what interrupted writers left behind, since it holds secrets. Call it only while nobody else writes. */
export const deleteLeftovers = (file: string): void => {
  const [folder, name] = [dirname(file), basename(file)];
  for (const each of readdirSync(folder))
    if (each.startsWith(name) && /^\.[0-9a-f-]{36}\.new$/.test(each.slice(name.length)))
      rmSync(join(folder, each), { force: true });
};

/**
 * Creates the folder of a file of secrets; with `isOurs`, nothing else is in it, so it is closed to others. Throws
 * `CliError`.
 */
export const makeSecretFolder = (file: string, isOurs: boolean): void => {
  const folder = dirname(file);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (isOurs) chmodSync(folder, 0o700);
  } catch (error) {
    throw createIoError(folder, 'created', error);
  }
};
