import { type FileHandle, link, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '../s3/disk.ts';
import type { State } from '../state.ts';

/**
 * What data is beside the state, by its names in the data folder and in a snapshot: LevelDB's folder of the table, the files, and the
 * mail. A set of data has each of them, were it empty.
 */
const parts = [
  { name: 'table', kind: 'folder', isChanged: true },
  // Each file of S3's is written once and then renamed or removed, so that a second name for it is a copy of it.
  { name: 'files', kind: 'folder', isChanged: false },
  { name: 'mail.jsonl', kind: 'file', isChanged: true },
] as const;

/** LevelDB's own notes on what it did, its lock, and uploads that have not come whole: nothing that is to be kept. */
const passedOver = ['LOCK', 'LOG', 'LOG.old', 'temporary'];

/** Copies a set of data that nobody changes meanwhile. What it is copied to is on disk when this resolves. */
export const copySet = async (from: string, to: string): Promise<void> => {
  for (const { name, kind, isChanged } of parts) {
    if (kind === 'folder') await copyFolder(join(from, name), join(to, name), isChanged);
    else await copyFile(join(from, name), join(to, name));
  }
  await syncFolder(to);
};

/** A set of data in which there is nothing. */
export const createEmptySet = async (to: string): Promise<void> => {
  for (const { name, kind } of parts)
    if (kind === 'folder') await mkdir(join(to, name), { mode: 0o700 });
    else await writeSynced(join(to, name), Buffer.of());
  await syncFolder(to);
};

const stagedAt = 'data/next';
const stagedPrefix = 'next-';
export const stagedName = (random: string): string => `${stagedPrefix}${random}`;

/**
 * Has the state be these entries and the data be that of a staged set, a folder beside it that is whole and on disk. When this resolves,
 * that will come to pass, whatever becomes of this process: by `settle`, now or at the next start. Until then nothing has changed.
 */
export const commitSet = async (state: State, staged: string, entries: readonly Entry[]): Promise<void> => {
  const before = (await state.entries('')).map(([key]) => key).filter((key) => !keptKeys.includes(key));
  await state.change({ deleted: before, put: [...entries, [stagedAt, staged]] });
};

/** Puts in place what was committed, and removes what never was. Nobody else may have the data open. May be done again at any time. */
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

/** What makes this stack the one that it is, and its outputs and tokens good: no other set of data takes it away. */
const keptKeys = ['identifiers', 'cognito/signing-key'];

/** What of the state is data, and goes into a snapshot: no key of the pools. */
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

/** Some file systems have no second names. */
const linkFile = (from: string, to: string): Promise<void> => link(from, to).catch(() => copyFile(from, to));

const copyFile = async (from: string, to: string): Promise<void> =>
  writeSynced(to, (await readFile(from).catch(ignoreMissing)) as Buffer);

/** For its owner's eyes only. */
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
