import { err, ok, type Result } from 'neverthrow';
import type { Ending } from './ending.ts';
import type { Aborted, ApiProblem, CognitoRefused, ExchangeFailure } from './failures.ts';

/**
 * Why a call of the notes client failed.
 *
 * @example
 * const inWords = (failure: CallFailure): string => (failure.kind === 'ApiProblem' ? failure.title : failure.kind);
 */
export type CallFailure = ApiProblem | CognitoRefused | ExchangeFailure;

export interface RetryOptions {
  /** Resolves after the given number of milliseconds. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** Returns a number from 0 to 1. */
  readonly random?: () => number;
}

/**
 * When a call may be retried: reads, creates (under one idempotency key) and deletes always, updates if nothing was
 * written. `notes.ts` states it for each call.
 */
export type Repeatable = 'always' | 'if nothing was written';

/** The failure of an attempt, with the wait in milliseconds that the answer asked for, if any. */
export type AttemptFailure = CallFailure & { readonly retryAfter?: number };

const maxAttempts = 3;

/**
 * Tries up to three times. In between, waits with full jitter (at most 200 ms, then 400 ms), or for as long as
 * `Retry-After` asks. `'always'` is for calls that are safe to repeat. `'if nothing was written'` is for all others,
 * and retries only after an answer which says that nothing was written.
 */
export const withRetries = <T>(
  repeatable: Repeatable,
  attempt: (number: number) => Promise<Result<T, AttemptFailure>>,
  ending: Ending,
  options: RetryOptions,
): Promise<Result<T, CallFailure>> =>
  retryCall<T, CallFailure>(attempt, (failure) => isWorthAnother(failure, repeatable), ending, options);

/**
 * Tries until an attempt succeeds, or fails in a way that is not worth another attempt, or `attempts` are used up.
 * Waits as `withRetries` does.
 */
export const retryCall = async <T, E extends { readonly kind: string }>(
  attempt: (number: number) => Promise<Result<T, E & { readonly retryAfter?: number }>>,
  isWorthAnother: (failure: E, number: number) => boolean,
  ending: Ending,
  { sleep = wait, random = Math.random }: RetryOptions,
  attempts = maxAttempts,
): Promise<Result<T, E | Aborted>> => {
  for (let number = 1; ; number++) {
    const result = await attempt(number);
    if (result.isOk()) return ok(result.value);
    const { retryAfter, ...rest } = result.error;
    const failure = rest as unknown as E;
    if (number === attempts || !isWorthAnother(failure, number)) return err(failure);
    const slept = await ending.race(toResult(sleep(retryAfter ?? random() * 200 * 2 ** (number - 1))));
    if (slept.isErr()) return err(slept.error);
  }
};

/** Cognito's transient exceptions: it did nothing for now, and would later. */
export const passing: readonly string[] = ['TooManyRequestsException', 'InternalErrorException'];

const isWorthAnother = (failure: CallFailure, repeatable: Repeatable): boolean => {
  switch (failure.kind) {
    case 'CognitoRefused':
      return passing.includes(failure.type);
    case 'Unreachable':
      return repeatable === 'always';
    case 'ApiProblem':
      if (failure.status === 429 || failure.type.endsWith(':store-unavailable')) return true;
      return repeatable === 'always' && [500, 502, 503, 504].includes(failure.status);
    // A server that answers so will do it again, and what cannot be sent now cannot be sent later either.
    case 'UnexpectedAnswer':
    case 'NotSent':
    case 'Aborted':
      return false;
  }
};

const toResult = async (work: Promise<void>): Promise<Result<void, never>> => {
  await work;
  return ok();
};

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
