import { err, ok, type Result, ResultAsync } from 'neverthrow';
import type { OwnerId } from '../../domain/owner.ts';
import type {
  AttachmentNotFound,
  AttachmentPage,
  AttachmentPageRequest,
  AttachmentStore,
  AttachmentTooLarge,
  NewAttachment,
  SourceFailed,
} from '../../ports/attachment-store.ts';
import type { OutcomeUnknown, StoreUnavailable } from '../../ports/note-store.ts';
import { splitIntoParts } from '../streams/split-into-parts.ts';
import { decodeName, readEntries } from './list-entries.ts';
import { formatObjectName, formatPlace } from './object-name.ts';
import { readAttachment } from './read-attachment.ts';
import type { S3 } from './s3.ts';
import { type UploadedObject, uploadInParts, writeFailure } from './upload-in-parts.ts';

/**
 * How files are split into parts, and how large a file may be.
 *
 * @example
 * const options: S3AttachmentStoreOptions = { maxBytes: 100 * 1024 * 1024 };
 */
export interface S3AttachmentStoreOptions {
  /**
   * Bytes of each part of a multipart upload, of which the store holds one at a time: 8 MiB by default, from 5 MiB to 5
   * GiB [S3 User Guide, "Amazon S3 multipart upload limits"]. A file that is no longer is put in one request.
   */
  readonly partBytes?: number;
  /** Maximum bytes of one file: by default 10,000 parts, the most that S3 takes. */
  readonly maxBytes?: number;
}

/**
 * Creates a store of files in an S3 bucket, below `private/<owner>/`. Each call makes one request; a file of several
 * parts takes two more than it has parts, and a page of a list takes another if it has only objects without a key. S3
 * does not tell a caller who may not list the bucket that a file is missing: a get then rejects, as it does if a
 * permission is missing.
 */
export const createS3AttachmentStore = (
  s3: S3,
  Bucket: string,
  { partBytes = 8 * 1024 * 1024, maxBytes = 10_000 * partBytes }: S3AttachmentStoreOptions = {},
): AttachmentStore => {
  const put = async (
    object: UploadedObject,
    contents: NewAttachment['contents'],
  ): Promise<Result<void, SourceFailed | AttachmentTooLarge | StoreUnavailable | OutcomeUnknown>> => {
    const parts = splitIntoParts(contents, { partBytes, maxBytes });
    try {
      const first = await parts.next();
      if (first.done) throw new Error('A source has at least one part.');
      if (first.value.isErr()) return err(first.value.error);
      const { bytes: Body, isLast } = first.value.value;
      if (!isLast) return await uploadInParts(s3, object, prepend(first.value, parts));
      return (await s3('PutObject', { ...object, Body, ChecksumAlgorithm: 'CRC32' }))
        .map(() => undefined)
        .mapErr(writeFailure);
    } finally {
      // Closes the source if not all of it was requested.
      await parts.return(undefined);
    }
  };

  /** Lists the files after `name`, or all if it is `undefined`. */
  const pageAfter = async (
    owner: OwnerId,
    limit: number,
    name: string | undefined,
  ): Promise<Result<AttachmentPage, StoreUnavailable>> => {
    const place = formatPlace(owner);
    const answer = await s3('ListObjectsV2', {
      ...{ Bucket, Prefix: place, MaxKeys: limit, ...(name !== undefined && { StartAfter: name }) },
      // XML carries neither control characters, which others may have in their names, nor U+FFFF.
      EncodingType: 'url',
    });
    if (answer.isErr()) return err({ kind: 'StoreUnavailable' });
    const attachments = readEntries(place, answer.value);
    if (attachments === undefined) return err({ kind: 'StoreUnavailable' });
    const last = answer.value.Contents?.at(-1);
    if (!answer.value.IsTruncated || last === undefined) return ok({ attachments });
    const next = attachments.at(-1)?.key;
    // Only objects without a key: there is no cursor to return, so read on.
    return next === undefined ? pageAfter(owner, limit, decodeName(last)) : ok({ attachments, next });
  };

  return {
    put: (owner, key, { mediaType: ContentType, contents }) =>
      new ResultAsync(put({ Bucket, Key: formatObjectName(owner, key), ContentType }, contents)),

    get: (owner, key) =>
      new ResultAsync(s3('GetObject', { Bucket, Key: formatObjectName(owner, key), ChecksumMode: 'ENABLED' }))
        .mapErr(({ kind }): AttachmentNotFound | StoreUnavailable =>
          kind === 'Missing' ? { kind: 'AttachmentNotFound' } : { kind: 'StoreUnavailable' },
        )
        .andThen((answer) => ResultAsync.fromSafePromise(readAttachment(key, answer)))
        .andThen((file) => (file === undefined ? err({ kind: 'StoreUnavailable' } as const) : ok(file))),

    delete: (owner, key) =>
      new ResultAsync(s3('DeleteObject', { Bucket, Key: formatObjectName(owner, key) }))
        .map(() => undefined)
        .mapErr(writeFailure),

    list: (owner, { limit, after }: AttachmentPageRequest) =>
      new ResultAsync(pageAfter(owner, limit, after && formatObjectName(owner, after))),
  };
};

async function* prepend<T>(first: T, rest: AsyncGenerator<T>): AsyncGenerator<T> {
  yield first;
  yield* rest;
}
