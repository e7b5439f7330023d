import type { NoAnswer, WireResponse } from './exchange.ts';

/** What an answer means: that is all, or it is worth another try, which either may do what the first did or does it first. */
export type Verdict<T> =
  | { readonly kind: 'Done'; readonly value: T }
  /** Nothing was done. */
  | { readonly kind: 'Refused' }
  /** Nobody knows. */
  | { readonly kind: 'Lost' };

/** There is no answer, and there will be none. */
export interface GivenUp {
  readonly kind: 'GivenUp';
  /** Whether an attempt may have been carried out, or may still be. */
  readonly mayHaveWritten: boolean;
}

export interface Attempts {
  /** How often, at most; at least once. */
  readonly maxAttempts: number;
  /** From 0 to 1, for the back-off. */
  readonly random?: () => number;
}

export interface AttemptOptions<T> {
  /** Sends the request once; `undefined` where there is nothing to send it with. */
  readonly send: () => Promise<WireResponse | NoAnswer | undefined>;
  /** Throws for what no other try would mend. */
  readonly read: (response: WireResponse) => Verdict<T>;
  readonly signal?: AbortSignal | undefined;
}

/** The first answer that is one, with what is known of the attempts before it. */
export interface Answered<T> {
  readonly kind: 'Answered';
  readonly value: T;
  readonly earlierMayHaveWritten: boolean;
}

/**
 * Tries until there is an answer, with full jitter between two tries [AWS Architecture Blog, "Exponential Backoff And
 * Jitter"]: up to 100 ms, then twice that and so on; five times as much after a refusal.
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

/** Ends early when the signal does. */
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
