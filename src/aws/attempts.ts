import type { NoAnswer, WireResponse } from './exchange.ts';

/**
 * The meaning of a response: final, or worth another attempt, which may repeat the request or carry it out for the
 * first time.
 */
export type Verdict<T> =
  | { readonly kind: 'Done'; readonly value: T }
  /** The request was not carried out. */
  | { readonly kind: 'Refused' }
  /** It is unknown whether the request was carried out. */
  | { readonly kind: 'Lost' };

/** There is no answer, and no further attempt will be made. */
export interface GivenUp {
  readonly kind: 'GivenUp';
  /** Whether an attempt may have been carried out, or still may be. */
  readonly mayHaveWritten: boolean;
}

export interface Attempts {
  /** The maximum number of attempts; at least 1. */
  readonly maxAttempts: number;
  /** A source of random numbers from 0 to 1 for the back-off. */
  readonly random?: () => number;
}

export interface AttemptOptions<T> {
  /** Sends the request once. Resolves to `undefined` if there are no credentials to send it with. */
  readonly send: () => Promise<WireResponse | NoAnswer | undefined>;
  /** Throws for errors that a retry cannot fix. */
  readonly read: (response: WireResponse) => Verdict<T>;
  readonly signal?: AbortSignal | undefined;
}

/** The first conclusive answer, and whether earlier attempts may have been carried out. */
export interface Answered<T> {
  readonly kind: 'Answered';
  readonly value: T;
  readonly earlierMayHaveWritten: boolean;
}

/**
 * Retries until there is an answer, with full-jitter back-off [AWS Architecture Blog, "Exponential Backoff And
 * Jitter"]: up to 100 ms, doubling each time; five times as long after a refusal.
 */
export const attempt = async <T>(
  { send, read, signal }: AttemptOptions<T>,
  { maxAttempts, random = Math.random }: Attempts,
): Promise<Answered<T> | GivenUp> => {
  let mayHaveWritten = false;
  for (let number = 1; ; number++) {
    if (signal?.aborted) return { kind: 'GivenUp', mayHaveWritten };
    const response = await send();
    if (response === undefined) return { kind: 'GivenUp', mayHaveWritten };
    const verdict = 'kind' in response ? response : read(response);
    if (verdict.kind === 'Done')
      return { kind: 'Answered', value: verdict.value, earlierMayHaveWritten: mayHaveWritten };
    mayHaveWritten ||= verdict.kind === 'NoAnswer' ? verdict.mayHaveArrived : verdict.kind === 'Lost';
    if (number >= maxAttempts || signal?.aborted) return { kind: 'GivenUp', mayHaveWritten };
    const step = verdict.kind === 'Refused' ? 500 : 100;
    await pause(random() * step * 2 ** (number - 1), signal);
  }
};

/** Resolves early if the signal aborts. */
const pause = (milliseconds: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal?.addEventListener('abort', end);
  });
