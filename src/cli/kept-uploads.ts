import { createHash } from 'node:crypto';
import type { Upload } from '../client/attach.ts';
import type { NotesConfig } from '../client/config.ts';
import { isAmount, isRecord, isText } from '../client/shapes.ts';
import { withLock } from './lock.ts';
import { deleteLeftovers, makeSecretFolder, readSecret, writeSecret } from './secret-file.ts';
import { findSessionPlace } from './session-place.ts';
import type { World } from './world.ts';

/** A file that was sent, or begun to be, for a note that is not made yet. */
export interface KeptUpload {
  /** Of the file as it was: one that has changed since is another. */
  readonly size: number;
  readonly changed: number;
  /** Epoch milliseconds at which this was written. */
  readonly kept: number;
  readonly upload: Upload;
  /** Epoch milliseconds at which all of it was there. */
  readonly sent?: number;
  /** The note to be made of it, by a hash of what it says, and its id. */
  readonly note?: { readonly of: string; readonly id: string };
  /** Whose it is and where, by a hash; those of earlier versions do not say. */
  readonly owner?: string;
}

export type KeptUploads = Readonly<Record<string, KeptUpload>>;

/** Milliseconds: S3 drops the parts of an upload after seven days, by the bucket's lifecycle. */
const longestKept = 6 * 24 * 60 * 60 * 1000;

/** Milliseconds: a file that no note has named for most of a day may be removed while a note comes to name it (decision 29). */
const longestUnnamed = 12 * 60 * 60 * 1000;

/** Beside the sign-ins, with the same care: the ids in it are of use to nobody without them, and it names no file. */
const placeOf = (world: World) => {
  const { file, isOurs } = findSessionPlace(world);
  return { file: `${file}.uploads`, isOurs };
};

/** What a file of who is signed in somewhere is kept under. */
export const createUploadName = (at: NotesConfig, identityId: string, path: string): string =>
  hashValue([at, identityId, path]);

/** Who is signed in somewhere, by a hash. */
export const createOwnerName = (at: NotesConfig, identityId: string): string => hashValue([at, identityId]);

export const hashValue = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** Throws `Failure`. */
export const findKeptUpload = (world: World, name: string): KeptUpload | undefined => {
  const all = parseUploads(readSecret(placeOf(world).file, world.uid), world.now());
  return Object.hasOwn(all, name) ? all[name] : undefined;
};

/** All uploads of somebody, by what they are kept under. Throws `Failure`. */
export const listUploads = (world: World, owner: string): readonly (readonly [name: string, upload: KeptUpload])[] =>
  Object.entries(parseUploads(readSecret(placeOf(world).file, world.uid), world.now())).filter(
    ([, kept]) => kept.owner === owner,
  );

/** Keeps an upload, or with `undefined` none; drops what is too old to go on with. Throws `Failure`. */
export const keepUpload = async (world: World, name: string, upload: KeptUpload | undefined): Promise<void> => {
  const { file, isOurs } = placeOf(world);
  makeSecretFolder(file, isOurs);
  await withLock(`${file}.lock`, world, async () => {
    const before = readSecret(file, world.uid);
    const { [name]: _, ...others } = parseUploads(before, world.now());
    const after = upload === undefined ? others : { ...others, [name]: upload };
    if (before === undefined && upload === undefined) return;
    writeSecret(file, `${JSON.stringify(after)}\n`);
    deleteLeftovers(file);
  });
};

/** A damaged file holds nothing that cannot be done again. */
const parseUploads = (bytes: Uint8Array | undefined, now: number): KeptUploads => {
  let said: unknown;
  try {
    said = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    // Nor what it says, which nobody wants to read.
  }
  if (!isRecord(said)) return {};
  const entries = Object.entries(said).filter((entry): entry is [string, KeptUpload] => isKept(entry[1]));
  const isWithin = (time: number, longest: number) => Math.abs(now - time) < longest;
  return Object.fromEntries(
    entries.filter(([, { kept, sent = now }]) => isWithin(kept, longestKept) && isWithin(sent, longestUnnamed)),
  );
};

const isKept = (entry: unknown): entry is KeptUpload => {
  if (!isRecord(entry) || ![entry.size, entry.changed, entry.kept].every(isAmount)) return false;
  const { upload, sent, note } = entry;
  return (
    (sent === undefined || isAmount(sent)) &&
    isRecord(upload) &&
    isText(upload.key) &&
    isAmount(upload.size) &&
    (upload.uploadId === undefined || isText(upload.uploadId)) &&
    (note === undefined || (isRecord(note) && isText(note.of) && isText(note.id)))
  );
};
