import { useEffect, useSyncExternalStore } from 'react';
import type { Counts, Part } from '../../../infra/local/data/reports.ts';
import { follow, type Query } from '../ask.ts';
import { type Answered, useAnswer } from '../use-answer.ts';

/** The answer to a question about the data, asked again whenever one of these parts of it has changed. */
export const useLive = <T>(
  route: `GET /api/data/${string}`,
  query: Query,
  parts: readonly [Part, ...Part[]],
): Answered<T> => {
  const answered = useAnswer<T>(route, query);
  const { again } = answered;
  const counts = useSyncExternalStore(subscribe, () => known);
  const seen = counts && parts.map((part) => counts[part]).join();
  useEffect(() => {
    if (seen !== undefined) again();
  }, [seen, again]);
  return answered;
};

// One connection for all that is shown: a browser has six for one origin.
let known: Counts | undefined;
let stop: (() => void) | undefined;
const listeners = new Set<() => void>();

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  stop ??= follow<Counts>('GET /api/data/changes', {
    onLine: (counts) => {
      known = counts;
      for (const each of listeners) each();
    },
  });
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    stop?.();
    stop = undefined;
  };
};
