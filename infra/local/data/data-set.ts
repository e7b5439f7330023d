import { type FileHandle, link, lstat, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '../s3/disk.ts';
import { checkFiles } from '../s3/files.ts';
import type { State } from '../state.ts';

/**
 * The data besides the state, by its names in the data folder and in a snapshot: LevelDB's folder of the table, the
 * files, and the mail. A set of data has each of them, even if empty.
 */
const parts = [
  { name: 'table', kind: 'folder', isChanged: true },
  // S3 writes each file once and then renames or deletes it, so that a hard link to it is a copy.
  { name: 'files', kind: 'folder', isChanged: false },
  { name: 'mail.jsonl', kind: 'file', isChanged: true },
] as const;

/** LevelDB's own logs and lock, and incomplete uploads: nothing that is to be kept. */
const passedOver = ['LOCK', 'LOG', 'LOG.old', 'temporary'];

/** Copies a set of data that nobody changes meanwhile. The copy is on disk when this resolves. */
export const copySet = async (from: string, to: string): Promise<void> => {
  for (const { name, kind, isChanged } of parts) {
    if (kind === 'folder') await copyFolder(join(from, name), join(to, name), isChanged);
    else await copyFile(join(from, name), join(to, name));
  }
  await syncFolder(to);
};

/** Creates a set of data with nothing in it. */
export const createEmptySet = async (to: string): Promise<void> => {
  for (const { name, kind } of parts)
    if (kind === 'folder') await mkdir(join(to, name), { mode: 0o700 });
    else await writeSynced(join(to, name), Buffer.of());
  await syncFolder(to);
};

/** Returns the name of a part that a folder lacks although every set of data has it. */
export const findMissingPart = async (folder: string): Promise<string | undefined> => {
  for (const { name, kind } of parts) {
    const found = await lstat(join(folder, name)).catch(() => undefined);
    if (!(kind === 'folder' ? found?.isDirectory() : found?.isFile())) return name;
  }
  return undefined;
};

/**
 * Opens the parts of a set of data that nobody else has open. Returns what is wrong with them, or `undefined` if they
 * are sound. What is opened is on disk again when this resolves.
 */
export const findDamage = async (
  folder: string,
  checkTable: (folder: string) => Promise<void>,
): Promise<string | undefined> => {
  const checks = { table: checkTable, files: checkFiles };
  for (const [name, check] of Object.entries(checks)) {
    const part = join(folder, name);
    try {
      await check(part);
    } catch (error) {
      return `its ${name} cannot be read (${error instanceof Error ? error.message : error})`.replaceAll(part, name);
    }
    await syncFolder(part);
  }
  return undefined;
};

const stagedAt = 'data/next';
const stagedPrefix = 'next-';
export const formatStagedName = (random: string): string => `${stagedPrefix}${random}`;

/**
 * Commits the stack to these entries as its state and to a staged set as its data; the set is a folder beside the data
 * that is complete and on disk. Once this resolves, `settle` will complete the exchange, now or at the next start, even
 * if this process is killed. Until then nothing has changed.
 */
export const commitSet = async (state: State, staged: string, entries: readonly Entry[]): Promise<void> => {
  const before = (await state.entries('')).map(([key]) => key).filter((key) => !keptKeys.includes(key));
  await state.change({ deleted: before, put: [...entries, [stagedAt, staged]] });
};

/**
 * Puts a committed set in place, and deletes sets that were never committed. Nobody else may have the data open. Can be
 * repeated at any time.
 */
export const settle = async (data: string, state: State): Promise<void> => {
  const staged = await state.get<string>(stagedAt);
  if (staged !== undefined) {
    const ready = await readdir(join(data, staged)).catch(() => []);
    for (const { name } of parts.filter((part) => (ready as readonly string[]).includes(part.name))) {
      await rm(join(data, name), { recursive: true, force: true });
      await rename(join(data, staged, name), join(data, name));
      await syncFolder(data);
    }
    await state.delete(stagedAt);
  }
  const left = (await readdir(data)).filter((name) => name.startsWith(stagedPrefix));
  await Promise.all(left.map((name) => rm(join(data, name), { recursive: true })));
};

export type Entry = readonly [key: string, value: unknown];

/** What gives this stack its identity and keeps its outputs and tokens valid: no other set of data replaces it. */
const keptKeys = ['identifiers', 'cognito/signing-key'];

/** Reads the entries of the state that are data and go into a snapshot: no key of the pools. */
export const readEntries = async (state: State): Promise<readonly Entry[]> =>
  (await state.entries('')).filter(([key]) => key !== stagedAt && !keptKeys.includes(key));

const copyFolder = async (from: string, to: string, isChanged: boolean): Promise<void> => {
  await mkdir(to, { mode: 0o700 });
  for (const entry of await readdir(from, { withFileTypes: true }).catch(ignoreMissing)) {
    if (passedOver.includes(entry.name)) continue;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyFolder(source, target, isChanged);
    else if (entry.isFile()) await (isChanged ? copyFile(source, target) : linkFile(source, target));
  }
  await syncFolder(to);
};

/** Creates a hard link, or a copy on a file system without hard links. */
const linkFile = (from: string, to: string): Promise<void> => link(from, to).catch(() => copyFile(from, to));

const copyFile = async (from: string, to: string): Promise<void> =>
  writeSynced(to, (await readFile(from).catch(ignoreMissing)) as Buffer);

/** Writes a new file that only its owner can read, and syncs it to disk. */
export const writeSynced = async (path: string, contents: Buffer | string): Promise<void> => {
  const file: FileHandle = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(contents);
    await file.sync();
  } finally {
    await file.close();
  }
};

const ignoreMissing = (error: unknown): never[] => {
  if (Object(error).code === 'ENOENT') return [];
  throw error;
};
