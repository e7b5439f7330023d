import { err, ok, type Result } from 'neverthrow';
import { encodePath } from '../aws/uri-encode.ts';
import { type Clock, createClock } from './clock.ts';
import type { NotesConfig } from './config.ts';
import type { Credentials } from './credentials.ts';
import { type Ending, patience, withEnding } from './ending.ts';
import type { Answer, Fetch, OnBytes } from './exchange.ts';
import { type NotSent, notSent } from './failures.ts';
import { type FileFailure, isPassing, staleKeys } from './file-failures.ts';
import { type RetryOptions, retryCall } from './retry.ts';
import { createBucketUrl, formatQuery, ownPrefix } from './s3-addresses.ts';
import { readRefusal } from './s3-answers.ts';
import type { Session } from './session.ts';
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
  /** Milliseconds for which nothing may come of a request, 30,000 by default; more for what it carries. */
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
  /** Whether a 200 may have an error in its body [Amazon S3 API Reference, "CompleteMultipartUpload"]. */
  readonly mayFailLate?: boolean;
  /** Behind the own prefix; empty for the bucket. */
  readonly key?: string;
  /** `own` is the prefix of the user's files. */
  readonly query?: (own: string) => Readonly<Record<string, string>>;
  /** Asked for each time that it is sent. */
  readonly headers?: () => Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  /** The body's SHA-256, where it is known. */
  readonly hash?: Uint8Array<ArrayBuffer>;
  readonly ending: Ending;
  /** What the answer says, or `undefined` if it is not what this call answers. */
  readonly read: (answer: Answer, own: string) => T | undefined;
  readonly onBytes?: OnBytes;
}

export interface S3 {
  call<T>(asked: S3Call<T>): Promise<Result<T, FileFailure>>;
  /** Where a user's file is. */
  readonly addressOf: (own: string, key: string) => string;
  readonly clock: Clock;
  readonly credentials: (ending: Ending) => Promise<Result<Credentials, FileFailure>>;
}

/** More often than the API is asked: an upload is made of many requests, and S3 sheds load by 503 [Amazon S3 User Guide, "Best practices design patterns"]. */
const attempts = 5;

/** Bytes in a second, for each of some requests at once, that a network is expected to carry at least. */
const slowest = 16 * 1024;

/** Requests of S3 for who is signed in. What each of them asks for may be asked for twice. */
export const createS3Calls = (
  { region, bucketName, s3Endpoint }: FilesConfig,
  session: Pick<Session, 'credentials' | 'forget'>,
  { fetch, now = () => Date.now(), patience: idle = patience, ...retrying }: FilesClientOptions,
): Result<S3, NotSent> => {
  if (bucketName === undefined) return err(noBucket);
  const clock = createClock(now);
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
      // As bytes: to a text, React Native adds a charset to the type, which is signed.
      ...(body !== undefined && { body: bytes }),
      // What is there is asked of S3, and not of what was there.
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
        request = await createRequest(asked, ownPrefix(by));
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
      // Once more at once by another clock or other credentials.
      for (let isAgain = false; ; isAgain = true) {
        const by = await credentials(ending);
        if (by.isErr()) return err(by.error);
        const time = clock.now();
        const sent = await ending.race(send(by.value, time));
        if (sent.isErr()) return err(sent.error);
        const answer = sent.value;
        const refusal = readRefusal(answer, asked);
        if (refusal === undefined) {
          const value = read(answer, ownPrefix(by.value));
          return value === undefined ? err(unexpected(answer)) : ok(value);
        }
        const isCorrected = answer.status === 403 && clock.isMendedBy(answer, time);
        const isOfOldKeys = refusal.kind === 'S3Refused' && staleKeys.includes(refusal.code);
        // By a clock that was corrected they may have ended long ago.
        if (isOfOldKeys || (isCorrected && by.value.expires <= clock.now())) session.forget();
        if (isAgain || !(isCorrected || isOfOldKeys)) return err(refusal);
      }
    };
    const isWorthAnother = (failure: FileFailure): boolean => {
      if (failure.kind !== 'Aborted') return isPassing(failure);
      // Once: a connection may have died, but who waits should know.
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
    'This deployment keeps no files: its outputs have no BucketName. One whose notes are the user pool’s `sub` has no bucket.',
};

const unexpected = ({ url, status }: Answer): FileFailure => ({
  kind: 'UnexpectedAnswer',
  ...{ url, status, reason: 'That is no answer of S3.' },
});
