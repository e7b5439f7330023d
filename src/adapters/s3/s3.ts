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

/** The operations of S3 that the store is made of. */
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

/** Carries out one operation. Rejects for what is no failure of the moment: a bucket that is not there, a right that is missing. */
export type S3 = <O extends keyof Operations>(
  operation: O,
  input: Operations[O]['input'],
) => Promise<Result<Operations[O]['output'], Unavailable | Missing>>;

/** S3 did not answer, or would not serve. */
export interface Unavailable {
  readonly kind: 'Unavailable';
  /** Whether it may have been carried out all the same, or may yet be. */
  readonly mayHaveHappened: boolean;
}

/** There is no object of this name, or no upload of this id. */
export interface Missing {
  readonly kind: 'Missing';
  /** Whether an earlier try may have been carried out, by which it is missing now. */
  readonly mayHaveHappened: boolean;
}
