import { AwsV4Signer } from 'aws4fetch';
import { err, ok, type Result, ResultAsync } from 'neverthrow';
import { type Clock, createClock } from './clock.ts';
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

/** Keys that may be long-term: those of an IAM user have no session token, temporary ones do. */
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
 * Signs one request with Signature Version 4 for API Gateway, sends it and reads the whole answer, within 30 seconds.
 * If API Gateway refuses it and shows by its `Date` that this machine's clock is minutes off, signs and sends it once
 * more, by that time. Does not follow redirects: a redirect is an `UnexpectedAnswer`.
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
      (await sendSignedByClock(request, keys, { region, ending, fetch }, createClock(now))).andThen(createResponse),
    ),
  );

export interface Signing {
  readonly region: string;
  /** The time of the signature, in epoch milliseconds. */
  readonly time: number;
  readonly ending: Ending;
  readonly fetch?: Fetch | undefined;
  /**
   * The service to sign for, API Gateway by default. For S3, the request already has a header with the payload's hash.
   */
  readonly service?: 'execute-api' | 's3' | 'dynamodb' | 'cognito-idp' | 'cognito-identity';
  readonly onBytes?: OnBytes | undefined;
}

/** Signs a request and sends it. Never rejects. */
export const sendSigned = async (
  request: ToSign,
  keys: LongTermKeys,
  signing: Signing,
): Promise<Result<Answer, ExchangeFailure>> => {
  const { ending, fetch, onBytes } = signing;
  const signed = await ending.race(sign(request, keys, signing));
  return signed.isErr() ? err(signed.error) : sendRequest(signed.value, ending, fetch, onBytes);
};

/**
 * Signs a request at the time of a clock and sends it. Does both once more if it is refused and the answer's `Date`
 * shows that this was the wrong time. Only for requests that have no effect if they are refused. Never rejects.
 */
export const sendSignedByClock = async (
  request: ToSign,
  keys: LongTermKeys,
  signing: Omit<Signing, 'time'>,
  clock: Clock,
): Promise<Result<Answer, ExchangeFailure>> => {
  const time = clock.now();
  const sent = await sendSigned(request, keys, { ...signing, time });
  const isRefused = sent.isOk() && refusals(signing).includes(sent.value.status);
  if (!isRefused || !clock.isMendedBy(sent.value, time)) return sent;
  return sendSigned(request, keys, { ...signing, time: clock.now() });
};

/** Returns the statuses of a refused signature: the services of AWS that speak JSON answer 400. */
const refusals = ({ service = 'execute-api' }: Pick<Signing, 'service'>): readonly number[] =>
  service === 'execute-api' ? [403] : [400, 403];

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
      // For S3, every header is signed, such as the content type and the range.
      ...(service === 's3' ? { allHeaders: true } : body !== undefined && { body }),
    });
    const signed = await signer.sign();
    const sent = { ...(body !== undefined && { body }), ...(cache && { cache }) };
    return ok({ method, url: signed.url.href, headers: signed.headers, ...sent });
  } catch (cause) {
    return err(notSent(cause));
  }
};

/** Formats a time as in `20261128T130000Z`. */
export const formatSigningTime = (time: number): string => new Date(time).toISOString().replace(/[:-]|\.\d{3}/g, '');

const createResponse = ({ status, headers, bytes, url }: Answer): Result<Response, ExchangeFailure> => {
  try {
    // `Response` throws if a status that has no body is given one.
    return ok(new Response([101, 204, 205, 304].includes(status) ? null : bytes, { status, headers }));
  } catch {
    return err({ kind: 'UnexpectedAnswer', url, status, reason: `HTTP ${status}` });
  }
};
