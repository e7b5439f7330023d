import { err, type Result, ResultAsync } from 'neverthrow';
import type { ApiProblem, CognitoRefused, Unreachable } from './failures.ts';

export type CallFailure = ApiProblem | CognitoRefused | Unreachable;

export interface RetryOptions {
  /** Resolves after so many milliseconds. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** From 0 to 1. */
  readonly random?: () => number;
  readonly signal?: AbortSignal | undefined;
}

/** How an attempt failed, for the decision whether there is another. */
export type Repeatable = 'always' | 'if nothing was written';

const maxAttempts = 3;

/**
 * Tries up to three times, with full jitter between (200 ms, then 400 ms at most) or what `Retry-After` asks for.
 * `'always'` is for what may be done twice; `'if nothing was written'` is for what may not, and repeats only after an
 * answer that says so.
 */
export const withRetries = <T>(
  repeatable: Repeatable,
  attempt: (number: number) => ResultAsync<T, CallFailure & { readonly retryAfter?: number }>,
  { sleep = wait, random = Math.random, signal }: RetryOptions,
): ResultAsync<T, CallFailure> => {
  const run = async (): Promise<Result<T, CallFailure>> => {
    for (let number = 1; ; number++) {
      const result = await attempt(number);
      if (result.isOk()) return result;
      const { retryAfter, ...failure } = result.error;
      if (number === maxAttempts || signal?.aborted || !isWorthAnother(failure as CallFailure, repeatable))
        return err(failure as CallFailure);
      await sleep(retryAfter ?? random() * 200 * 2 ** (number - 1));
    }
  };
  return new ResultAsync(run());
};

const isWorthAnother = (failure: CallFailure, repeatable: Repeatable): boolean => {
  if (failure.kind === 'CognitoRefused') return false;
  if (failure.kind === 'Unreachable') return repeatable === 'always';
  if (failure.status === 429 || failure.type.endsWith(':store-unavailable')) return true;
  return repeatable === 'always' && [500, 502, 503, 504].includes(failure.status);
};

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
