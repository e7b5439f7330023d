import { useCallback, useEffect, useState } from 'react';
import { ask, type Query, sentenceOf } from './ask.ts';

export interface Answered<T> {
  /** The last one that came. */
  readonly answer: T | undefined;
  /** What went wrong, in a sentence. */
  readonly problem: string | undefined;
  readonly again: () => void;
}

/** The answer to a question, asked again when the question changes, and whenever `again` is called. */
export const useAnswer = <T>(route: `GET /api/${string}`, query: Query = {}): Answered<T> => {
  const [answer, setAnswer] = useState<T>();
  const [problem, setProblem] = useState<string>();
  const [times, setTimes] = useState(0);
  const parameters = JSON.stringify(query);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `times` is how often it was asked for
  useEffect(() => {
    const gone = new AbortController();
    ask<T>(route, JSON.parse(parameters), gone.signal).then(
      (found) => {
        if (gone.signal.aborted) return;
        setAnswer(found);
        setProblem(undefined);
      },
      (error: unknown) => {
        if (!gone.signal.aborted) setProblem(sentenceOf(error));
      },
    );
    return () => gone.abort();
  }, [route, parameters, times]);
  const again = useCallback(() => setTimes((before) => before + 1), []);
  return { answer, problem, again };
};
