import type {
  AbortMultipartUploadCommandInput,
  AbortMultipartUploadCommandOutput,
  CompleteMultipartUploadCommandInput,
  CompleteMultipartUploadCommandOutput,
  CreateMultipartUploadCommandInput,
  CreateMultipartUploadCommandOutput,
  DeleteObjectCommandInput,
  DeleteObjectCommandOutput,
  GetObjectCommandInput,
  GetObjectCommandOutput,
  ListObjectsV2CommandInput,
  ListObjectsV2CommandOutput,
  PutObjectCommandInput,
  PutObjectCommandOutput,
  UploadPartCommandInput,
  UploadPartCommandOutput,
} from '@aws-sdk/client-s3';
import type { Result } from 'neverthrow';

/** The S3 operations that the store uses. */
export interface Operations {
  readonly PutObject: Operation<PutObjectCommandInput, PutObjectCommandOutput>;
  readonly GetObject: Operation<GetObjectCommandInput, GetObjectCommandOutput>;
  readonly DeleteObject: Operation<DeleteObjectCommandInput, DeleteObjectCommandOutput>;
  readonly ListObjectsV2: Operation<ListObjectsV2CommandInput, ListObjectsV2CommandOutput>;
  readonly CreateMultipartUpload: Operation<CreateMultipartUploadCommandInput, CreateMultipartUploadCommandOutput>;
  readonly UploadPart: Operation<UploadPartCommandInput, UploadPartCommandOutput>;
  readonly CompleteMultipartUpload: Operation<
    CompleteMultipartUploadCommandInput,
    CompleteMultipartUploadCommandOutput
  >;
  readonly AbortMultipartUpload: Operation<AbortMultipartUploadCommandInput, AbortMultipartUploadCommandOutput>;
}

interface Operation<Input, Output> {
  readonly input: Input;
  readonly output: Output;
}

/** Carries out one operation. Rejects if a failure is not transient: a missing bucket, a missing permission. */
export type S3 = <O extends keyof Operations>(
  operation: O,
  input: Operations[O]['input'],
) => Promise<Result<Operations[O]['output'], Unavailable | Missing>>;

/** S3 did not answer, or would not serve. */
export interface Unavailable {
  readonly kind: 'Unavailable';
  /** Whether the operation may have been carried out all the same, or may still be. */
  readonly mayHaveHappened: boolean;
}

/** There is no object with this name, or no upload with this id. */
export interface Missing {
  readonly kind: 'Missing';
  /** Whether an earlier attempt may have been carried out, so that it is missing now. */
  readonly mayHaveHappened: boolean;
}
