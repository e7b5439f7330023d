import { AwsV4Signer } from 'aws4fetch';
import { err, ok, type Result, ResultAsync } from 'neverthrow';
import type { Credentials } from './credentials.ts';
import { type Ending, withEnding } from './ending.ts';
import { type Answer, type Fetch, type OnBytes, sendRequest, type ToSend } from './exchange.ts';
import { type ExchangeFailure, type NotSent, notSent } from './failures.ts';
import { findMissingCrypto } from './platform.ts';

/**
 * A request to sign and send.
 *
 * @example
 * const request: ToSign = { method: 'GET', url: `${config.apiEndpoint}/notes`, headers: {} };
 */
export interface ToSign {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly cache?: 'no-store';
}

export type Keys = Pick<Credentials, 'accessKeyId' | 'secretAccessKey' | 'sessionToken'>;

/** Those of a person or a program that AWS's account knows have no token, unless they are temporary. */
export type LongTermKeys = Omit<Keys, 'sessionToken'> & Partial<Pick<Keys, 'sessionToken'>>;

/**
 * What sends the request, and what ends it early.
 *
 * @example
 * const options: SignedFetchOptions = { signal: AbortSignal.timeout(5_000) };
 */
export interface SignedFetchOptions {
  readonly fetch?: Fetch | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

/**
 * Sends one request under a signature of its own, Signature Version 4 for an API of API Gateway, and reads its answer, within 30
 * seconds. Redirects are not followed: one is an `UnexpectedAnswer`.
 *
 * @param options - What sends the request, and what ends it early.
 *
 * @example
 * const request = { method: 'GET', url: `${config.apiEndpoint}/notes`, headers: {} };
 * const response = await session.credentials().andThen((keys) => fetchSigned(request, keys, config.region));
 */
export const fetchSigned = (
  request: ToSign,
  keys: Keys,
  region: string,
  { fetch, signal, now = () => Date.now() }: SignedFetchOptions = {},
): ResultAsync<Response, ExchangeFailure> =>
  new ResultAsync(
    withEnding(signal, async (ending) =>
      (await sendSigned(request, keys, { region, time: now(), ending, fetch })).andThen(createResponse),
    ),
  );

export interface Signing {
  readonly region: string;
  /** Epoch milliseconds, of which the signature is. */
  readonly time: number;
  readonly ending: Ending;
  readonly fetch?: Fetch | undefined;
  /** Whose API it is, by default API Gateway's; S3 is told the payload's hash by a header that is there already. */
  readonly service?: 'execute-api' | 's3' | 'dynamodb' | 'cognito-idp' | 'cognito-identity';
  readonly onBytes?: OnBytes | undefined;
}

/** Never rejects. */
export const sendSigned = async (
  request: ToSign,
  keys: LongTermKeys,
  signing: Signing,
): Promise<Result<Answer, ExchangeFailure>> => {
  const { ending, fetch, onBytes } = signing;
  const signed = await ending.race(sign(request, keys, signing));
  return signed.isErr() ? err(signed.error) : sendRequest(signed.value, ending, fetch, onBytes);
};

const sign = async (
  { method, url, headers, body, cache }: ToSign,
  { accessKeyId, secretAccessKey, sessionToken }: LongTermKeys,
  { region, time, service = 'execute-api' }: Signing,
): Promise<Result<ToSend, NotSent>> => {
  const lacking = findMissingCrypto();
  if (lacking !== undefined) return err(lacking);
  try {
    const signer = new AwsV4Signer({
      ...{ method, url, headers, accessKeyId, secretAccessKey, region, service },
      ...(sessionToken !== undefined && { sessionToken }),
      datetime: formatSigningTime(time),
      // A file's type is signed too, and the range that is asked for.
      ...(service === 's3' ? { allHeaders: true } : body !== undefined && { body }),
    });
    const signed = await signer.sign();
    const sent = { ...(body !== undefined && { body }), ...(cache && { cache }) };
    return ok({ method, url: signed.url.href, headers: signed.headers, ...sent });
  } catch (cause) {
    return err(notSent(cause));
  }
};

/** As in `20261128T130000Z`. */
export const formatSigningTime = (time: number): string => new Date(time).toISOString().replace(/[:-]|\.\d{3}/g, '');

const createResponse = ({ status, headers, bytes, url }: Answer): Result<Response, ExchangeFailure> => {
  try {
    // Statuses that have no body must be given none.
    return ok(new Response([101, 204, 205, 304].includes(status) ? null : bytes, { status, headers }));
  } catch {
    return err({ kind: 'UnexpectedAnswer', url, status, reason: `HTTP ${status}` });
  }
};
