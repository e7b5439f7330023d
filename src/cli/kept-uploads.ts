import { createHash } from 'node:crypto';
import type { Upload } from '../client/attach.ts';
import type { NotesConfig } from '../client/config.ts';
import { isAmount, isRecord, isText } from '../client/shapes.ts';
import { withLock } from './lock.ts';
import { deleteLeftovers, makeSecretFolder, readSecret, writeSecret } from './secret-file.ts';
import { findSessionPlace } from './session-place.ts';
import type { World } from './world.ts';

/** An upload, finished or not, for a note that is not yet written. */
export interface KeptUpload {
  /** The size and modification time of the file: if either has changed, it is another file. */
  readonly size: number;
  readonly changed: number;
  /** Epoch milliseconds at which this entry was written. */
  readonly kept: number;
  readonly upload: Upload;
  /** Epoch milliseconds at which the upload was complete. */
  readonly sent?: number;
  /** The note to write: a hash of what it says, and its id. */
  readonly note?: { readonly of: string; readonly id: string };
  /** A hash of the owner and the deployment; absent in entries of earlier versions. */
  readonly owner?: string;
}

export type KeptUploads = Readonly<Record<string, KeptUpload>>;

/** In milliseconds: the bucket's lifecycle makes S3 drop the parts of an upload after seven days. */
const longestKept = 6 * 24 * 60 * 60 * 1000;

/**
 * In milliseconds: a file that no note has named for most of a day may be deleted while a note comes to name it
 * (decision 29).
 */
const longestUnnamed = 12 * 60 * 60 * 1000;

/**
 * Returns the file beside the sign-ins, which gets the same care. Its ids are useless without the sign-ins, and it
 * names no file.
 */
const findUploadsPlace = (world: World) => {
  const { file, isOurs } = findSessionPlace(world);
  return { file: `${file}.uploads`, isOurs };
};

/** Returns the name under which a user's upload of a file is kept. */
export const createUploadName = (at: NotesConfig, identityId: string, path: string): string =>
  hashValue([at, identityId, path]);

/** Returns a hash of a user and a deployment. */
export const createOwnerName = (at: NotesConfig, identityId: string): string => hashValue([at, identityId]);

export const hashValue = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** Finds an upload by its name. Throws `CliError`. */
export const findKeptUpload = (world: World, name: string): KeptUpload | undefined => {
  const all = parseUploads(readSecret(findUploadsPlace(world).file, world.uid), world.now());
  return Object.hasOwn(all, name) ? all[name] : undefined;
};

/** Returns all uploads of an owner, with their names. Throws `CliError`. */
export const listUploads = (world: World, owner: string): readonly (readonly [name: string, upload: KeptUpload])[] =>
  Object.entries(parseUploads(readSecret(findUploadsPlace(world).file, world.uid), world.now())).filter(
    ([, kept]) => kept.owner === owner,
  );

/**
 * Keeps an upload, or forgets it if `upload` is `undefined`; drops uploads that are too old to resume. Throws
 * `CliError`.
 */
export const keepUpload = async (world: World, name: string, upload: KeptUpload | undefined): Promise<void> => {
  const { file, isOurs } = findUploadsPlace(world);
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

/** Parses the kept uploads. A damaged file counts as empty: it holds nothing that cannot be done again. */
const parseUploads = (bytes: Uint8Array | undefined, now: number): KeptUploads => {
  let said: unknown;
  try {
    said = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    // Nobody needs the parser's message either.
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
