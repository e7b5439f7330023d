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
import { createIoError, errorCodeOf } from './io-error.ts';

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;

/**
 * A file of secrets, or `undefined` if there is none. It is its owner's own and for no other's eyes: one that others may
 * read is narrowed, and no link is followed, as it may lead to what somebody else put there. `uid` is whose it must be. Throws
 * `Failure`.
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

/** Does not wait for a pipe's other end. */
const openIfPresent = (file: string): number | undefined => {
  try {
    return openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return undefined;
    throw errorCodeOf(error) === 'ELOOP' ? refusal(file, 'is a link') : createIoError(file, 'read', error);
  }
};

const refusal = (file: string, why: string) =>
  new CliError(
    exitCodes.usage,
    `${file} ${why}. Sign-ins are kept in a file of your own: give another by NOTES_SESSION.`,
  );

/**
 * Writes all of it or nothing: into a new file that nobody could have prepared, which then takes the old one's place. Throws
 * `Failure`.
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

/** Removes what writers left behind that were stopped in the middle: there are secrets in it. Only while nobody else writes. */
export const deleteLeftovers = (file: string): void => {
  const [folder, name] = [dirname(file), basename(file)];
  for (const each of readdirSync(folder))
    if (each.startsWith(name) && /^\.[0-9a-f-]{36}\.new$/.test(each.slice(name.length)))
      rmSync(join(folder, each), { force: true });
};

/** The folder of a file of secrets; `isOurs` if nothing else is in there, so that nobody else has any business there. Throws `Failure`. */
export const makeSecretFolder = (file: string, isOurs: boolean): void => {
  const folder = dirname(file);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (isOurs) chmodSync(folder, 0o700);
  } catch (error) {
    throw createIoError(folder, 'made', error);
  }
};
