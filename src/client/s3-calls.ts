import { err, ok, type Result } from 'neverthrow';
import { encodePath } from '../aws/uri-encode.ts';
import { type Clock, createClock, findOffset } from './clock.ts';
import type { NotesConfig } from './config.ts';
import type { Credentials } from './credentials.ts';
import type { Session } from './credentials-session.ts';
import { type Ending, patience, withEnding } from './ending.ts';
import type { Answer, Fetch, OnBytes } from './exchange.ts';
import { type NotSent, notSent } from './failures.ts';
import { type FileFailure, isPassing, staleKeys } from './file-failures.ts';
import { type RetryOptions, retryCall } from './retry.ts';
import { createBucketUrl, formatOwnPrefix, formatQuery } from './s3-addresses.ts';
import { readRefusal } from './s3-answers.ts';
import { encodeHex, hashSha256 } from './sha256.ts';
import { sendSigned } from './signed-fetch.ts';

/**
 * What the client takes from its platform, and its patience with slow networks.
 *
 * @example
 * const options: FilesClientOptions = { patience: 120_000 };
 */
export interface FilesClientOptions extends RetryOptions {
  readonly fetch?: Fetch;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** Idle time-out of a request in milliseconds, 30,000 by default. A request with a body gets more, by its size. */
  readonly patience?: number;
}

/**
 * The part of the configuration that the files client reads.
 *
 * @example
 * const config: FilesConfig = { region: 'us-east-1', bucketName: 'my-bucket' };
 */
export type FilesConfig = Pick<NotesConfig, 'region' | 'bucketName' | 's3Endpoint'>;

export interface S3Call<T> {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** Whether a 200 can carry an error in its body [Amazon S3 API Reference, "CompleteMultipartUpload"]. */
  readonly mayFailLate?: boolean;
  /** The key below the user's own prefix; empty for the bucket itself. */
  readonly key?: string;
  /** `own` is the prefix of the user's files. */
  readonly query?: (own: string) => Readonly<Record<string, string>>;
  /** Called each time the request is sent. */
  readonly headers?: () => Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  /** The body's SHA-256, if it is known already. */
  readonly hash?: Uint8Array<ArrayBuffer>;
  readonly ending: Ending;
  /** Returns the value of the answer, or `undefined` if it is not an answer to this call. */
  readonly read: (answer: Answer, own: string) => T | undefined;
  readonly onBytes?: OnBytes;
}

export interface S3 {
  call<T>(asked: S3Call<T>): Promise<Result<T, FileFailure>>;
  /** Returns the URL of a user's file. */
  readonly addressOf: (own: string, key: string) => string;
  readonly clock: Clock;
  readonly credentials: (ending: Ending) => Promise<Result<Credentials, FileFailure>>;
}

/**
 * Attempts per request, more than for the API: an upload makes many requests, and S3 sheds load with 503 [Amazon S3
 * User Guide, "Best practices design patterns"].
 */
const attempts = 5;

/** The slowest network to expect, in bytes per second for each of several concurrent requests. */
const slowest = 16 * 1024;

/** Creates the S3 calls of the signed-in user. Every call must be safe to repeat. */
export const createS3Calls = (
  { region, bucketName, s3Endpoint }: FilesConfig,
  session: Pick<Session, 'credentials' | 'forget'>,
  { fetch, now = () => Date.now(), patience: idle = patience, ...retrying }: FilesClientOptions,
): Result<S3, NotSent> => {
  if (bucketName === undefined) return err(noBucket);
  const clock = createClock(now, findOffset(session));
  const bucket = createBucketUrl(bucketName, region, s3Endpoint);
  const createAddress = (own: string, key: string) => `${bucket}/${key === '' ? '' : encodePath(own + key)}`;
  const credentials = (ending: Ending) => ending.race(Promise.resolve(session.credentials(ending)));

  const createRequest = async <T>(asked: S3Call<T>, own: string) => {
    const { method, key = '', query, headers, body, hash } = asked;
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : (body ?? new Uint8Array());
    return {
      method,
      url: createAddress(own, key) + formatQuery(query?.(own) ?? {}),
      headers: { ...headers?.(), 'x-amz-content-sha256': encodeHex(hash ?? (await hashSha256(bytes))) },
      // As bytes: React Native adds a charset to the content type of a text, and the content type is signed.
      ...(body !== undefined && { body: bytes }),
      // Ask S3 for what is there now, and no cache for what was there before.
      ...{ cache: 'no-store' as const },
    };
  };

  const call = async <T>(asked: S3Call<T>): Promise<Result<T, FileFailure>> => {
    const { ending, body = '', read, onBytes } = asked;
    const limit = idle + (body.length / slowest) * 1000;
    let isLate = false;
    const send = async (by: Credentials, time: number): Promise<Result<Answer, FileFailure>> => {
      let request: Awaited<ReturnType<typeof createRequest>>;
      try {
        request = await createRequest(asked, formatOwnPrefix(by));
      } catch (cause) {
        return err(notSent(cause));
      }
      return withEnding<Answer, FileFailure>(
        ending.signal,
        (own) =>
          sendSigned(request, by, {
            ...{ region, time, ending: own, fetch, service: 's3' },
            onBytes: (bytes, head) => {
              own.goesOn();
              onBytes?.(bytes, head);
            },
          }),
        limit,
      );
    };
    const attempt = async (): Promise<Result<T, FileFailure>> => {
      // Tries once more at once, with a corrected clock or new credentials.
      for (let isAgain = false; ; isAgain = true) {
        const by = await credentials(ending);
        if (by.isErr()) return err(by.error);
        const time = clock.now();
        const sent = await ending.race(send(by.value, time));
        if (sent.isErr()) return err(sent.error);
        const answer = sent.value;
        const refusal = readRefusal(answer, asked);
        if (refusal === undefined) {
          const value = read(answer, formatOwnPrefix(by.value));
          return value === undefined ? err(unexpected(answer)) : ok(value);
        }
        const isCorrected = answer.status === 403 && clock.isMendedBy(answer, time);
        const isOfOldKeys = refusal.kind === 'S3Refused' && staleKeys.includes(refusal.code);
        // By the corrected clock, the credentials may have expired long ago.
        if (isOfOldKeys || (isCorrected && by.value.expires <= clock.now())) session.forget();
        if (isAgain || !(isCorrected || isOfOldKeys)) return err(refusal);
      }
    };
    const isWorthAnother = (failure: FileFailure): boolean => {
      if (failure.kind !== 'Aborted') return isPassing(failure);
      // Retries a time-out only once: the connection may have died, but the caller should learn of it.
      const isFirst = !isLate;
      isLate = true;
      return isFirst;
    };
    return retryCall<T, FileFailure>(attempt, isWorthAnother, ending, retrying, attempts);
  };

  return ok({ call, addressOf: createAddress, clock, credentials });
};

const noBucket: NotSent = {
  kind: 'NotSent',
  reason:
    'This deployment keeps no files: its outputs have no BucketName. ' +
    'A deployment whose owners are the user pool’s `sub` has no bucket.',
};

const unexpected = ({ url, status }: Answer): FileFailure => ({
  kind: 'UnexpectedAnswer',
  ...{ url, status, reason: 'That is not an answer of S3.' },
});
