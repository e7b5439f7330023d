import type { BucketRequest } from './bucket-requests.ts';
import type { S3Call } from './call.ts';
import type { CopySource } from './copy-source.ts';
import type { Files } from './files.ts';
import type { ReceivedPayload } from './receive-payload.ts';
import type { S3Response } from './s3-response.ts';
import type { PayloadLimits } from './stated-payload.ts';

/**
 * What an operation works with. The operation itself is already allowed; it asks `denial` for any permission that it
 * turns out to need besides.
 */
export interface OperationContext {
  readonly call: S3Call;
  readonly files: Files;
  readonly bucket: string;
  readonly region: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly source: CopySource | undefined;
  /** Returns why a further request is denied, or `undefined`. */
  readonly denial: (request: BucketRequest) => string | undefined;
  readonly requestTo: {
    readonly delete: (key: string) => BucketRequest;
    readonly deleteVersion: (key: string) => BucketRequest;
    readonly readTags: (key: string) => BucketRequest;
    readonly writeTags: (key: string) => BucketRequest;
    readonly miss: (key: string) => BucketRequest;
  };
  readonly payload: Payload;
}

export interface Payload {
  /** Stores the payload in a data file, which is held once. */
  store(): Promise<{ readonly file: string; readonly filled: ReceivedPayload }>;
  /** Reads a small payload as UTF-8. */
  read(limits: PayloadLimits): Promise<string>;
}

export type Operate = (asked: OperationContext) => Promise<S3Response> | S3Response;
