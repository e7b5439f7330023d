import type { CompletedPart } from '@aws-sdk/client-s3';
import { err, ok, type Result } from 'neverthrow';
import type { AttachmentTooLarge, SourceFailed } from '../../ports/attachment-store.ts';
import type { OutcomeUnknown, StoreUnavailable } from '../../ports/note-store.ts';
import type { Part } from '../streams/split-into-parts.ts';
import type { Missing, S3, Unavailable } from './s3.ts';

type PutFailure = SourceFailed | AttachmentTooLarge | StoreUnavailable | OutcomeUnknown;
export type Parts = AsyncIterable<Result<Part, SourceFailed | AttachmentTooLarge>>;

export interface UploadedObject {
  readonly Bucket: string;
  readonly Key: string;
  readonly ContentType: string;
}

/**
 * Puts an object in parts, one after the other: S3 makes one object of them when it is told that they are complete, and
 * shows nothing before. Each part has its checksum; from these S3 makes the checksum of the whole, against which
 * readers verify the bytes.
 */
export const uploadInParts = async (
  s3: S3,
  object: UploadedObject,
  parts: Parts,
): Promise<Result<void, PutFailure>> => {
  const begun = await s3('CreateMultipartUpload', {
    ...object,
    ChecksumAlgorithm: 'CRC32',
    ChecksumType: 'FULL_OBJECT',
  });
  // Nobody knows of an upload that started without an answer: a lifecycle rule of the bucket removes it.
  if (begun.isErr()) return err({ kind: 'StoreUnavailable' });
  const { Bucket, Key } = object;
  const upload = { Bucket, Key, UploadId: begun.value.UploadId };

  const uploaded = await uploadParts(s3, upload, parts);
  const ended = await uploaded.match(
    (Parts) => completeUpload(s3, upload, Parts),
    async (failure): Promise<Result<void, PutFailure>> => err(failure),
  );
  // S3 charges for the parts that it keeps. If this fails too, or the upload was completed after all, nothing more is
  // done.
  if (ended.isErr()) await s3('AbortMultipartUpload', upload);
  return ended;
};

type Upload = { readonly Bucket: string; readonly Key: string; readonly UploadId: string | undefined };

const uploadParts = async (s3: S3, upload: Upload, parts: Parts): Promise<Result<CompletedPart[], PutFailure>> => {
  const uploaded: CompletedPart[] = [];
  for await (const part of parts) {
    if (part.isErr()) return err(part.error);
    const PartNumber = uploaded.length + 1;
    const { bytes: Body } = part.value;
    const answer = await s3('UploadPart', { ...upload, PartNumber, Body, ChecksumAlgorithm: 'CRC32' });
    if (answer.isErr()) return err({ kind: 'StoreUnavailable' });
    const { ETag, ChecksumCRC32 } = answer.value;
    uploaded.push({ PartNumber, ETag, ChecksumCRC32 });
  }
  return ok(uploaded);
};

const completeUpload = async (s3: S3, upload: Upload, Parts: CompletedPart[]): Promise<Result<void, PutFailure>> =>
  (await s3('CompleteMultipartUpload', { ...upload, MultipartUpload: { Parts } }))
    .map(() => undefined)
    .mapErr(writeFailure);

/** Returns the failure for a write that was not acknowledged. */
export const writeFailure = ({ mayHaveHappened }: Unavailable | Missing): StoreUnavailable | OutcomeUnknown => ({
  kind: mayHaveHappened ? 'OutcomeUnknown' : 'StoreUnavailable',
});
