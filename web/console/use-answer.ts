import { useCallback, useEffect, useRef, useState } from 'react';
import { ask, describeError, type Query } from './ask.ts';

export interface AnswerState<T> {
  /** The last answer. */
  readonly answer: T | undefined;
  /** What went wrong, in a sentence. */
  readonly problem: string | undefined;
  readonly again: () => void;
}

/**
 * Fetches an answer, and fetches it again when the route or query changes and whenever `again` is called. `again` first
 * waits for a request that is under way: otherwise an answer that takes longer than the time between changes would
 * never arrive.
 */
export const useAnswer = <T>(route: `GET /api/${string}`, query: Query = {}): AnswerState<T> => {
  const [answer, setAnswer] = useState<T>();
  const [problem, setProblem] = useState<string>();
  const wanted = useRef<() => Promise<void>>(async () => {});
  const parameters = JSON.stringify(query);
  useEffect(() => {
    const gone = new AbortController();
    let isWanted = false;
    let isAsking = false;
    const askOnce = async (): Promise<void> => {
      try {
        const found = await ask<T>(route, JSON.parse(parameters), gone.signal);
        if (gone.signal.aborted) return;
        setAnswer(found);
        setProblem(undefined);
      } catch (error) {
        if (!gone.signal.aborted) setProblem(describeError(error));
      }
    };
    wanted.current = async () => {
      isWanted = true;
      if (isAsking) return;
      isAsking = true;
      while (isWanted && !gone.signal.aborted) {
        isWanted = false;
        await askOnce();
      }
      isAsking = false;
    };
    void wanted.current();
    return () => gone.abort();
  }, [route, parameters]);
  // Returns nothing: an effect that calls it has nothing to clean up.
  const again = useCallback(() => void wanted.current(), []);
  return { answer, problem, again };
};
