import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, renameSync, rmSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Download } from '../client/download.ts';
import { CliError, usage } from './cli-error.ts';
import { exitCodes } from './exit-codes.ts';
import { expectOk } from './expect-ok.ts';
import { toSafeFileName } from './file-name.ts';
import { createIoError, readErrorCode } from './io-error.ts';

export interface Saving {
  /** The path as given; by default, the file's own name in the working directory. */
  readonly output: string | undefined;
  readonly cwd: string;
  /** Whether an existing file may be replaced. */
  readonly force: boolean;
}

/** Returns the path to save a file at. Throws `CliError` if no file can be saved there. */
export const choosePlace = ({ name }: Pick<Download, 'name'>, { output, cwd, force }: Saving): string => {
  const given = output === undefined ? toSafeFileName(name) : output;
  const path = resolve(cwd, given);
  const file = isFolder(path) ? join(path, toSafeFileName(name)) : path;
  expectFree(file, force);
  return file;
};

/** Throws `CliError` if a file of this name exists, unless `force` is set, or if a folder does. */
export const expectFree = (file: string, force: boolean): void => {
  if (isFolder(file)) throw usage(`${file} is a folder. Give the name of a file.`);
  if (!force && existsSync(file)) throw isThere(file);
};

/** Writes the whole file or nothing: into a temporary file, which is renamed when it is complete. Throws `CliError`. */
export const saveFile = async (download: Download, file: string, force: boolean): Promise<void> => {
  const whole = join(dirname(file), `.${randomUUID()}.part`);
  let handle: FileHandle | undefined;
  try {
    handle = await open(whole, 'wx');
    for await (const part of download.parts()) await handle.writeFile(await expectOk(part));
    await handle.sync();
    await handle.close();
    handle = undefined;
    renameWhole(whole, file, force);
  } catch (error) {
    throw toWriteError(file, error);
  } finally {
    await handle?.close();
    rmSync(whole, { force: true });
  }
};

/**
 * Gives a complete file its final name. Throws `CliError` if that is impossible; without `force`, also if the name was
 * taken meanwhile: unlike a rename, a hard link never replaces a file.
 */
export const renameWhole = (whole: string, file: string, force: boolean): void => {
  try {
    if (force) renameSync(whole, file);
    else linkWhole(whole, file);
    rmSync(whole, { force: true });
  } catch (error) {
    throw toWriteError(file, error);
  }
};

const linkWhole = (whole: string, file: string): void => {
  try {
    linkSync(whole, file);
  } catch (error) {
    if (readErrorCode(error) === 'EEXIST' || existsSync(file)) throw isThere(file);
    // Some file systems have no hard links.
    renameSync(whole, file);
  }
};

const toWriteError = (file: string, error: unknown): CliError =>
  error instanceof CliError ? error : createIoError(file, 'written', error);

const isThere = (file: string): CliError =>
  new CliError(exitCodes.conflict, `${file} already exists. Give --force to replace it, or another name.`);

/** Whatever else is wrong with the path is reported when it is opened. */
const isFolder = (path: string): boolean => {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
};
