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
  /** Resolves after so many milliseconds. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** From 0 to 1. */
  readonly random?: () => number;
}

/** How an attempt failed, for the decision whether there is another. */
export type Repeatable = 'always' | 'if nothing was written';

/** With how long to wait, in milliseconds, where the answer said so. */
export type AttemptFailure = CallFailure & { readonly retryAfter?: number };

const maxAttempts = 3;

/**
 * Tries up to three times, with full jitter between (200 ms, then 400 ms at most) or what `Retry-After` asks for.
 * `'always'` is for what may be done twice; `'if nothing was written'` is for what may not, and repeats only after an
 * answer that says so.
 */
export const withRetries = <T>(
  repeatable: Repeatable,
  attempt: (number: number) => Promise<Result<T, AttemptFailure>>,
  ending: Ending,
  options: RetryOptions,
): Promise<Result<T, CallFailure>> =>
  retryCall<T, CallFailure>(attempt, (failure) => isWorthAnother(failure, repeatable), ending, options);

/** Tries until it is done, or has failed in a way that is not worth another, or `attempts` times. Waits as `withRetries` says. */
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
    const slept = await ending.race(asResult(sleep(retryAfter ?? random() * 200 * 2 ** (number - 1))));
    if (slept.isErr()) return err(slept.error);
  }
};

/** What Cognito says when it did nothing for now, and would do it later. */
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
    // Whoever answers so will do it again, and what cannot be sent cannot be sent twice.
    case 'UnexpectedAnswer':
    case 'NotSent':
    case 'Aborted':
      return false;
  }
};

const asResult = async (work: Promise<void>): Promise<Result<void, never>> => {
  await work;
  return ok();
};

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
