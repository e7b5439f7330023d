import { err, type Result } from 'neverthrow';
import { type Aborted, brokenOff } from './failures.ts';

/** Milliseconds that a call takes at most, whatever it is made of. */
export const patience = 30_000;

/** When a call is over, done or not: by the caller's signal, or by time. */
export interface Ending {
  /** For `fetch`, so that it lets go of the connection. Absent where the platform has none. */
  readonly signal?: AbortSignal;
  /** Something came of it: its time begins anew. */
  goesOn(): void;
  /** What some work comes to, or that the call is over; the work is not waited for then. */
  race<T, E>(work: Promise<Result<T, E>>): Promise<Result<T, E | Aborted>>;
}

/**
 * Runs a call that ends with the caller's signal, after `milliseconds` (`Infinity` for never), or in an exception of a callback. What
 * is still under way of a call that failed is let go. Never rejects. By hand, because platforms that people use lack
 * `AbortSignal.any` and `AbortSignal.timeout` (React Native, Safari before 17.4).
 */
export const withEnding = async <T, E>(
  given: AbortSignal | undefined,
  run: (ending: Ending) => Promise<Result<T, E>>,
  milliseconds = patience,
): Promise<Result<T, E | Aborted>> => {
  const controller = typeof AbortController === 'undefined' ? undefined : new AbortController();
  let over: Aborted | undefined;
  const waiting = new Set<(aborted: Aborted) => void>();
  const end = (reason: string) => {
    over ??= { kind: 'Aborted', reason };
    controller?.abort();
    for (const tell of waiting) tell(over);
  };
  const onAbort = () => end('The caller ended the call.');
  const late = () => end(`The call was not done within ${milliseconds / 1000} seconds.`);
  // A timer takes `Infinity` for a millisecond.
  const started = () => (Number.isFinite(milliseconds) ? setTimeout(late, milliseconds) : undefined);
  let timer = started();
  let isDone = false;

  const race: Ending['race'] = (work) =>
    new Promise((resolve, reject) => {
      const tell = (aborted: Aborted) => resolve(err(aborted));
      if (over !== undefined) tell(over);
      waiting.add(tell);
      work.then(resolve, reject);
    });

  try {
    if (given?.aborted) onAbort();
    given?.addEventListener('abort', onAbort);
    const ending: Ending = {
      ...(controller && { signal: controller.signal }),
      goesOn: () => {
        clearTimeout(timer);
        if (!isDone) timer = started();
      },
      race,
    };
    const result = await race(run(ending));
    if (result.isErr()) controller?.abort();
    return result;
  } catch (cause) {
    controller?.abort();
    return err(brokenOff(cause));
  } finally {
    isDone = true;
    clearTimeout(timer);
    given?.removeEventListener?.('abort', onAbort);
  }
};
