import type { ResultAsync } from 'neverthrow';
import type { AttachmentKey } from '../domain/attachment-key.ts';
import type { MediaType } from '../domain/media-type.ts';
import type { EpochMillis } from '../domain/note.ts';
import type { OwnerId } from '../domain/owner.ts';
import type { OutcomeUnknown, StoreUnavailable } from './note-store.ts';

/**
 * A store of files, each under one owner and one of that owner's keys. Every method takes the owner first and sees that
 * owner's files and no others: no answer, error or effect depends on what another owner has. Owners and keys are
 * compared exactly.
 *
 * Each write is atomic: it stores the whole file or nothing. Concurrent writes to one key happen one after the other,
 * in some order, and a read sees every write that was acknowledged before it.
 *
 * @example
 * const copy = (from: AttachmentStore, to: AttachmentStore, key: AttachmentKey) =>
 *   from.get(owner, key).andThen((file) => to.put(owner, key, file));
 */
export interface AttachmentStore {
  /**
   * Puts a file at a key and replaces the file that is there, if any. After a failure other than `OutcomeUnknown`, what
   * was there is unchanged. Each piece is consumed before the next is requested, so the source may reuse its buffer.
   * After a failure, no more pieces are requested and the source is closed.
   */
  put(
    owner: OwnerId,
    key: AttachmentKey,
    file: NewAttachment,
  ): ResultAsync<void, SourceFailed | AttachmentTooLarge | StoreUnavailable | OutcomeUnknown>;

  /**
   * Returns the file as it is now. Its contents are that file from the first byte to the last, whatever is put or
   * deleted meanwhile, or reading them fails. They never end early as if they were whole.
   */
  get(owner: OwnerId, key: AttachmentKey): ResultAsync<Attachment, AttachmentNotFound | StoreUnavailable>;

  /** Ensures that no file has this key. Does not tell whether there was one. */
  delete(owner: OwnerId, key: AttachmentKey): ResultAsync<void, StoreUnavailable | OutcomeUnknown>;

  /**
   * Lists the owner's files by ascending key, in code point order. With `after`, lists only the keys above it, whether
   * or not a file has that key. A page may hold fewer files than `limit`, even none, and still have a `next`; a page
   * without `next` is the last.
   */
  list(owner: OwnerId, page: AttachmentPageRequest): ResultAsync<AttachmentPage, StoreUnavailable>;
}

/**
 * A file to put.
 *
 * @example
 * const file: NewAttachment = { mediaType: unknownMediaType, contents: [new TextEncoder().encode('hello')] };
 */
export interface NewAttachment {
  readonly mediaType: MediaType;
  /**
   * The bytes, in pieces of any size: an array, a Node or web stream, or an async generator. The file is complete when
   * the iterable ends; if it rejects, nothing is written.
   */
  readonly contents: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/**
 * A file as a list shows it: without its bytes.
 *
 * @example
 * const total = (entries: readonly AttachmentEntry[]): number => entries.reduce((sum, { size }) => sum + size, 0);
 */
export interface AttachmentEntry {
  readonly key: AttachmentKey;
  /** Bytes. */
  readonly size: number;
  /**
   * When the file was put, by the store's clock; some stores keep whole seconds only. A list and the file itself give
   * the same time.
   */
  readonly modifiedAt: EpochMillis;
}

/**
 * A file with its bytes.
 *
 * @example
 * const sizeRead = async ({ contents }: Attachment): Promise<number> => {
 *   let bytes = 0;
 *   for await (const piece of contents) bytes += piece.length;
 *   return bytes;
 * };
 */
export interface Attachment extends AttachmentEntry {
  readonly mediaType: MediaType;
  /**
   * The bytes, readable once, in pieces that belong to the reader. The store may hold a connection until they are read
   * to the end, or closed by `return`, as `break` does: do one of these even if you want no bytes.
   */
  readonly contents: AsyncIterableIterator<Uint8Array>;
}

/**
 * Which page of the owner's files to return.
 *
 * @example
 * const first: AttachmentPageRequest = { limit: 100 };
 */
export interface AttachmentPageRequest {
  /** 1 to 1,000. */
  readonly limit: number;
  readonly after?: AttachmentKey;
}

/**
 * One page of the owner's files.
 *
 * @example
 * const more = ({ next }: AttachmentPage) => next && attachments.list(owner, { limit: 100, after: next });
 */
export interface AttachmentPage {
  readonly attachments: readonly AttachmentEntry[];
  /** The `after` of the following page. */
  readonly next?: AttachmentKey;
}

/**
 * The owner has no file with this key: it never existed, was deleted, or belongs to somebody else. The three cannot be
 * told apart.
 *
 * @example
 * const isMissing = (await attachments.get(owner, createAttachmentKey('hello.jpg', 0))).isErr();
 */
export interface AttachmentNotFound {
  readonly kind: 'AttachmentNotFound';
}

/**
 * The source could not be read to its end; nothing was written.
 *
 * @example
 * const failure: SourceFailed = { kind: 'SourceFailed', cause: new Error('The file was closed.') };
 */
export interface SourceFailed {
  readonly kind: 'SourceFailed';
  /** The reason with which the source rejected. */
  readonly cause: unknown;
}

/**
 * The file is larger than the store accepts; nothing was written.
 *
 * @example
 * const inWords = ({ maxBytes }: AttachmentTooLarge): string => `At most ${maxBytes} bytes.`;
 */
export interface AttachmentTooLarge {
  readonly kind: 'AttachmentTooLarge';
  readonly maxBytes: number;
}
