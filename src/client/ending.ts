import { err, type Result } from 'neverthrow';
import { type Aborted, brokenOff } from './failures.ts';

/** The time limit of a call in milliseconds, over everything that it does. */
export const patience = 30_000;

/** The end of a call, whether it is done or not: by the caller's signal, or by its time limit. */
export interface Ending {
  /** For `fetch`, so that it lets go of the connection. Absent on platforms without `AbortController`. */
  readonly signal?: AbortSignal;
  /** Restarts the time limit, because the call made progress. */
  goesOn(): void;
  /** Returns the result of the work, or `Aborted` as soon as the call is over, without waiting for the work. */
  race<T, E>(work: Promise<Result<T, E>>): Promise<Result<T, E | Aborted>>;
}

/**
 * Runs a call that ends by the caller's signal, after `milliseconds` (`Infinity` for never), or by an exception in a
 * callback. If the call fails, aborts what is still under way. Never rejects. Written by hand, because platforms in use
 * lack `AbortSignal.any` and `AbortSignal.timeout` (React Native, Safari before 17.4).
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
  const onAbort = () => end('The caller aborted the call.');
  const late = () => end(`The call did not finish within ${milliseconds / 1000} seconds.`);
  // `setTimeout` takes `Infinity` for one millisecond.
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
