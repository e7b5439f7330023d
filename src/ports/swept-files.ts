import type { ResultAsync } from 'neverthrow';
import type { EpochMillis } from '../domain/note.ts';
import type { OwnerId } from '../domain/owner.ts';
import type { StoreUnavailable } from './note-store.ts';

/**
 * Files, for whoever removes those that no note names: their keys and a mark on each, never their contents. Every method takes the
 * owner first and reaches that owner's files only. Each is safe to repeat.
 */
export interface SweptFiles {
  /** Those after `after`, or from the first on. Without a `next` there are no more. */
  list(owner: OwnerId, after?: string): ResultAsync<FileKeys, StoreUnavailable>;
  /** The mark of a file: `undefined` of one that has none, or is gone, or was replaced since. */
  orphanedSince(owner: OwnerId, key: string): ResultAsync<EpochMillis | undefined, StoreUnavailable>;
  /** In place of the mark that it has. Nothing happens where the file is gone. */
  markOrphaned(owner: OwnerId, key: string, since: EpochMillis): ResultAsync<void, StoreUnavailable>;
  /** Nothing happens where it is gone. */
  delete(owner: OwnerId, key: string): ResultAsync<void, StoreUnavailable>;
}

export interface FileKeys {
  /** As a note's `attachment` has them. */
  readonly keys: readonly string[];
  /** What to give as `after`. */
  readonly next?: string;
}

/** Who has files. */
export interface FileOwners {
  list(after?: string): ResultAsync<FileOwnersPage, StoreUnavailable>;
}

export interface FileOwnersPage {
  readonly owners: readonly OwnerId[];
  /** What to give as `after`; without it there are no more. */
  readonly next?: string;
}

/** What notes say of files. */
export interface Attachments {
  /** The `attachment` of each of the owner's notes; sees every write that was answered before. */
  of(owner: OwnerId): ResultAsync<ReadonlySet<string>, StoreUnavailable>;
}
