import { AwsV4Signer } from 'aws4fetch';
import { err, ok, type Result, ResultAsync } from 'neverthrow';
import type { Credentials } from './credentials.ts';
import { type Ending, withEnding } from './ending.ts';
import { type Answer, exchange, type Fetch, type ToSend } from './exchange.ts';
import { type ExchangeFailure, type NotSent, notSent } from './failures.ts';
import { lackOfCrypto } from './platform.ts';

export interface ToSign {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export type Keys = Pick<Credentials, 'accessKeyId' | 'secretAccessKey' | 'sessionToken'>;

export interface SignedFetchOptions {
  readonly fetch?: Fetch | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

/**
 * Sends one request under a signature of its own, Signature Version 4 for an API of API Gateway, and reads its answer, within 30
 * seconds. Redirects are not followed: one is an `UnexpectedAnswer`.
 */
export const signedFetch = (
  request: ToSign,
  keys: Keys,
  region: string,
  { fetch, signal, now = () => Date.now() }: SignedFetchOptions = {},
): ResultAsync<Response, ExchangeFailure> =>
  new ResultAsync(
    withEnding(signal, async (ending) =>
      (await signedExchange(request, keys, { region, time: now(), ending, fetch })).andThen(responseOf),
    ),
  );

export interface Signing {
  readonly region: string;
  /** Epoch milliseconds, of which the signature is. */
  readonly time: number;
  readonly ending: Ending;
  readonly fetch?: Fetch | undefined;
}

/** Never rejects. */
export const signedExchange = async (
  request: ToSign,
  keys: Keys,
  { region, time, ending, fetch }: Signing,
): Promise<Result<Answer, ExchangeFailure>> => {
  const signed = await ending.race(sign(request, keys, region, time));
  return signed.isErr() ? err(signed.error) : exchange(signed.value, ending, fetch);
};

const sign = async (
  { method, url, headers, body }: ToSign,
  { accessKeyId, secretAccessKey, sessionToken }: Keys,
  region: string,
  time: number,
): Promise<Result<ToSend, NotSent>> => {
  const lacking = lackOfCrypto();
  if (lacking !== undefined) return err(lacking);
  try {
    const signer = new AwsV4Signer({
      ...{ method, url, headers, accessKeyId, secretAccessKey, sessionToken, region, service: 'execute-api' },
      datetime: new Date(time).toISOString().replace(/[:-]|\.\d{3}/g, ''),
      ...(body !== undefined && { body }),
    });
    const signed = await signer.sign();
    return ok({ method, url: signed.url.href, headers: signed.headers, ...(body !== undefined && { body }) });
  } catch (cause) {
    return err(notSent(cause));
  }
};

const responseOf = ({ status, headers, bytes, url }: Answer): Result<Response, ExchangeFailure> => {
  try {
    // Statuses that have no body must be given none.
    return ok(new Response([101, 204, 205, 304].includes(status) ? null : bytes, { status, headers }));
  } catch {
    return err({ kind: 'UnexpectedAnswer', url, status, reason: `HTTP ${status}` });
  }
};
