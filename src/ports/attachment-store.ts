import type { ResultAsync } from 'neverthrow';
import type { AttachmentKey } from '../domain/attachment-key.ts';
import type { MediaType } from '../domain/media-type.ts';
import type { EpochMillis } from '../domain/note.ts';
import type { OwnerId } from '../domain/owner.ts';
import type { OutcomeUnknown, StoreUnavailable } from './note-store.ts';

/**
 * Keeps files, each under one owner and a key of that owner's. Every method takes the owner first and sees that owner's files and no
 * others: nothing in an answer, an error or an effect depends on what another owner has. Owners and keys are compared exactly.
 *
 * Each write is atomic: a file is there as a whole or not at all. Concurrent writes of one key happen in some order, one after the
 * other, and a read sees every write that was answered before it.
 *
 * @example
 * const copy = (from: AttachmentStore, to: AttachmentStore, key: AttachmentKey) =>
 *   from.get(owner, key).andThen((file) => to.put(owner, key, file));
 */
export interface AttachmentStore {
  /**
   * Puts a file at a key, in the place of the one that is there, if one is. Where it comes to a failure, `OutcomeUnknown` excepted,
   * what was there stays. Each piece is read before the next is asked for, and may then be used for another; after a failure no
   * more is asked for, and the source is ended.
   */
  put(
    owner: OwnerId,
    key: AttachmentKey,
    file: NewAttachment,
  ): ResultAsync<void, SourceFailed | AttachmentTooLarge | StoreUnavailable | OutcomeUnknown>;

  /**
   * The file as it is now: what is read of it is that file from its first byte to its last, whatever is put or deleted meanwhile, or
   * reading it fails. It never ends early as if it were whole.
   */
  get(owner: OwnerId, key: AttachmentKey): ResultAsync<Attachment, AttachmentNotFound | StoreUnavailable>;

  /** Sees to it that there is no file of this key. Whether there was one is not told. */
  delete(owner: OwnerId, key: AttachmentKey): ResultAsync<void, StoreUnavailable | OutcomeUnknown>;

  /**
   * The owner's files by ascending key, in the order of its code points, those above `after` if it is given, whether or not a file
   * of that key exists. A page may hold fewer files than `limit`, even none, and still name a `next`; without a `next` the list
   * has ended.
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
   * The bytes, in pieces of any size: an array of them, a stream of Node's or of the web, an async generator. They are the file when
   * it ends, and nothing is when it rejects.
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
  /** When it was put, by the store's clock; of some stores a whole second. The same in a list as of the file itself. */
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
   * The bytes, once, in pieces that are whoever's reads them. The store may hold a connection until they are read to the end, or ended
   * by `return`, as `break` does: do either, also where none are wanted.
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
  /** What to give as `after` for the page that follows. */
  readonly next?: AttachmentKey;
}

/**
 * The owner has no file of this key: it never was, was deleted, or is somebody else's. The three are not told apart.
 *
 * @example
 * const isMissing = (await attachments.get(owner, createAttachmentKey('hello.jpg', 0))).isErr();
 */
export interface AttachmentNotFound {
  readonly kind: 'AttachmentNotFound';
}

/**
 * What was to be put could not be read to its end; nothing was written.
 *
 * @example
 * const failure: SourceFailed = { kind: 'SourceFailed', cause: new Error('The file was closed.') };
 */
export interface SourceFailed {
  readonly kind: 'SourceFailed';
  /** What the source rejected with. */
  readonly cause: unknown;
}

/**
 * What was to be put is more than the store takes for one file; nothing was written.
 *
 * @example
 * const inWords = ({ maxBytes }: AttachmentTooLarge): string => `At most ${maxBytes} bytes.`;
 */
export interface AttachmentTooLarge {
  readonly kind: 'AttachmentTooLarge';
  readonly maxBytes: number;
}
