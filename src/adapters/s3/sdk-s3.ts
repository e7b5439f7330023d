import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { err, ok } from 'neverthrow';
import { neverArrived, readStatus, wasLost } from '../sdk-failures.ts';
import type { Operations, S3 } from './s3.ts';

/**
 * Calls S3 through the user's own client, which determines where the bucket is, which credentials to use, and how often
 * and how long to try. Uses only what the SDK documents.
 *
 * Retries a put or a delete, as the client is configured, only if it is known to have done nothing. Any other could
 * happen twice, the second time late, and undo what was written in between: S3 has no order of writes to detect that
 * by.
 */
export const createSdkS3 =
  (client: S3Client): S3 =>
  async <O extends keyof Operations>(operation: O, input: Operations[O]['input']) => {
    const isOnce = onceOnly.has(operation);
    let mayHaveHappened = false;
    let notAgain: NotAgain | undefined;
    const command = commands[operation](input as never) as PutObjectCommand;
    // The end of the step `finalizeRequest` is inside the SDK's retry and runs once per attempt [AWS SDK for JavaScript
    // v3, "Middleware stack"].
    command.middlewareStack.add(
      (next) => async (args) => {
        if (notAgain !== undefined) throw notAgain;
        const before = mayHaveHappened;
        mayHaveHappened = true;
        try {
          return await next(args);
        } catch (error) {
          if (wasRefused(error) || neverArrived(error)) mayHaveHappened = before;
          else if (isOnce && (wasLost(error) || wasGarbled(error))) notAgain = new NotAgain();
          throw notAgain ?? error;
        }
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    try {
      // With options, a client with `cacheMiddleware` builds this command's chain anew.
      return ok((await client.send(command, {})) as Operations[O]['output']);
    } catch (error) {
      if (isMissing(error)) return err({ kind: 'Missing', mayHaveHappened } as const);
      const isOfTheMoment = error === notAgain || wasRefused(error) || wasLost(error) || wasGarbled(error);
      if (isOfTheMoment) return err({ kind: 'Unavailable', mayHaveHappened } as const);
      throw error;
    }
  };

/** Operations that must not be carried out twice. Completing an upload happens only once by itself. */
const onceOnly: ReadonlySet<keyof Operations> = new Set(['PutObject', 'DeleteObject']);

type SdkCommands = { readonly [O in keyof Operations]: (input: Operations[O]['input']) => object };

const commands: SdkCommands = {
  PutObject: (input) => new PutObjectCommand(input),
  GetObject: (input) => new GetObjectCommand(input),
  DeleteObject: (input) => new DeleteObjectCommand(input),
  ListObjectsV2: (input) => new ListObjectsV2Command(input),
  CreateMultipartUpload: (input) => new CreateMultipartUploadCommand(input),
  UploadPart: (input) => new UploadPartCommand(input),
  CompleteMultipartUpload: (input) => new CompleteMultipartUploadCommand(input),
  AbortMultipartUpload: (input) => new AbortMultipartUploadCommand(input),
};

/** An error without a name, a code or a cause for which the SDK would retry. */
class NotAgain extends Error {
  constructor() {
    super('It may have happened, and is not retried.');
  }
}

/**
 * Errors by which S3 says that it did nothing and that a retry may succeed: for lack of capacity, or because it did not
 * receive what was sent [S3 API Reference, "Error responses"].
 */
const refusals = new Set([
  ...['SlowDown', 'RequestTimeout', 'RequestLimitExceeded', 'Throttling', 'ThrottlingException', 'OperationAborted'],
  ...['IncompleteBody', 'BadDigest', 'XAmzContentSHA256Mismatch', 'XAmzContentChecksumMismatch'],
]);

const wasRefused = (error: unknown): boolean => error instanceof Error && refusals.has(error.name);

const isMissing = (error: unknown): boolean =>
  error instanceof Error && ['NoSuchKey', 'NoSuchUpload'].includes(error.name);

/** Returns whether a response is not S3's, or was cut in transit: a success, or a failure without a code. */
const wasGarbled = (error: unknown): boolean => {
  const status = readStatus(error);
  return status === 200 || (status !== undefined && error instanceof Error && !('Code' in error));
};
