import type { ResultAsync } from 'neverthrow';
import type { EpochMillis } from '../domain/note.ts';
import type { OwnerId } from '../domain/owner.ts';
import type { StoreUnavailable } from './note-store.ts';

/**
 * The files as the sweep sees them, which deletes those that no note names: keys and a mark on each, never contents.
 * Every method takes the owner first and reaches that owner's files only. Each is safe to repeat.
 */
export interface SweptFiles {
  /** Lists the files after `after`, or from the first. A page without `next` is the last. */
  list(owner: OwnerId, after?: string): ResultAsync<FileKeys, StoreUnavailable>;
  /** Returns a file's mark; `undefined` if it has none, is gone, or was replaced since it was marked. */
  orphanedSince(owner: OwnerId, key: string): ResultAsync<EpochMillis | undefined, StoreUnavailable>;
  /** Marks a file, replacing any earlier mark. Does nothing if the file is gone. */
  markOrphaned(owner: OwnerId, key: string, since: EpochMillis): ResultAsync<void, StoreUnavailable>;
  /** Deletes a file. Does nothing if it is gone. */
  delete(owner: OwnerId, key: string): ResultAsync<void, StoreUnavailable>;
}

export interface FileKeys {
  /** In the form of a note's `attachment`. */
  readonly keys: readonly string[];
  /** The `after` of the following page. */
  readonly next?: string;
}

/** The owners who have files. */
export interface FileOwners {
  list(after?: string): ResultAsync<FileOwnersPage, StoreUnavailable>;
}

export interface FileOwnersPage {
  readonly owners: readonly OwnerId[];
  /** The `after` of the following page; absent on the last. */
  readonly next?: string;
}

/** What notes say about files. */
export interface Attachments {
  /** Returns the `attachment` of each of the owner's notes; sees every write that was acknowledged before. */
  of(owner: OwnerId): ResultAsync<ReadonlySet<string>, StoreUnavailable>;
}
