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
import { objectNameOf, placeOf } from './place.ts';
import { readAttachment } from './read-attachment.ts';
import type { S3 } from './s3.ts';
import { type UploadedObject, uploadInParts, writeFailure } from './upload-in-parts.ts';

/**
 * How files are split into parts, and how large one may be.
 *
 * @example
 * const options: S3AttachmentStoreOptions = { maxBytes: 100 * 1024 * 1024 };
 */
export interface S3AttachmentStoreOptions {
  /**
   * Bytes of each part of what is put in several, of which the store holds one at a time: 8 MiB if it is not said, from 5 MiB to 5 GiB
   * [S3 User Guide, "Amazon S3 multipart upload limits"]. What is not longer is put in one request.
   */
  readonly partBytes?: number;
  /** Of one file: 10,000 parts if it is not said, which S3 has no more of. */
  readonly maxBytes?: number;
}

/**
 * Files in an S3 bucket, below `private/<owner>/`. One request a call; a file of several parts takes two more than it has parts, and a page
 * of a list another one where there are nothing but objects of no key. Who may not list the bucket is not told that a file is missing: a
 * get then rejects, as it does where a right is missing.
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
      if (first.done) throw new Error('A source has one part at least.');
      if (first.value.isErr()) return err(first.value.error);
      const { bytes: Body, isLast } = first.value.value;
      if (!isLast) return await uploadInParts(s3, object, chain(first.value, parts));
      return (await s3('PutObject', { ...object, Body, ChecksumAlgorithm: 'CRC32' }))
        .map(() => undefined)
        .mapErr(writeFailure);
    } finally {
      // Ends the source where not all of it was asked for.
      await parts.return(undefined);
    }
  };

  /** Those after `name`; `undefined` of all. */
  const pageAfter = async (
    owner: OwnerId,
    limit: number,
    name: string | undefined,
  ): Promise<Result<AttachmentPage, StoreUnavailable>> => {
    const place = placeOf(owner);
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
    // Nothing but objects of no key: a page that goes on there has no cursor.
    return next === undefined ? pageAfter(owner, limit, decodeName(last)) : ok({ attachments, next });
  };

  return {
    put: (owner, key, { mediaType: ContentType, contents }) =>
      new ResultAsync(put({ Bucket, Key: objectNameOf(owner, key), ContentType }, contents)),

    get: (owner, key) =>
      new ResultAsync(s3('GetObject', { Bucket, Key: objectNameOf(owner, key), ChecksumMode: 'ENABLED' }))
        .mapErr(({ kind }): AttachmentNotFound | StoreUnavailable =>
          kind === 'Missing' ? { kind: 'AttachmentNotFound' } : { kind: 'StoreUnavailable' },
        )
        .andThen((answer) => ResultAsync.fromSafePromise(readAttachment(key, answer)))
        .andThen((file) => (file === undefined ? err({ kind: 'StoreUnavailable' } as const) : ok(file))),

    delete: (owner, key) =>
      new ResultAsync(s3('DeleteObject', { Bucket, Key: objectNameOf(owner, key) }))
        .map(() => undefined)
        .mapErr(writeFailure),

    list: (owner, { limit, after }: AttachmentPageRequest) =>
      new ResultAsync(pageAfter(owner, limit, after && objectNameOf(owner, after))),
  };
};

async function* chain<T>(first: T, rest: AsyncGenerator<T>): AsyncGenerator<T> {
  yield first;
  yield* rest;
}
