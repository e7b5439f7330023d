import { useEffect, useSyncExternalStore } from 'react';
import type { Counts, Part } from '../../../infra/local/data/reports.ts';
import { follow, type Query } from '../ask.ts';
import { type AnswerState, useAnswer } from '../use-answer.ts';

/**
 * Fetches an answer, and fetches it again whenever one of these parts of the data has changed, and from each stack that
 * is started anew.
 */
export const useLive = <T>(route: `GET /api/${string}`, query: Query, parts: readonly Part[]): AnswerState<T> => {
  const answered = useAnswer<T>(route, query);
  const { again } = answered;
  const { counts, connections } = useSyncExternalStore(subscribe, () => known);
  // A restarted stack counts from the beginning.
  const seen = counts && [connections, ...parts.map((part) => counts[part])].join();
  useEffect(() => {
    if (seen !== undefined) again();
  }, [seen, again]);
  return answered;
};

/** Returns why no changes are reported; `undefined` while they are. */
export const useLost = (): string | undefined => useSyncExternalStore(subscribe, () => known).lost;

interface Known {
  readonly connections: number;
  readonly counts?: Counts;
  /** Why no changes are reported. */
  readonly lost?: string;
}

// One connection for everything that is shown: browsers allow six for one origin.
let known: Known = { connections: 0 };
let stop: (() => void) | undefined;
const listeners = new Set<() => void>();

const know = (now: Known): void => {
  known = now;
  for (const each of listeners) each();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  stop ??= follow<Counts>('GET /api/data/changes', {
    onOpen: () => know({ connections: known.connections + 1 }),
    onLost: (lost) => know({ ...known, lost }),
    onLine: (counts) => know({ connections: known.connections, counts }),
  });
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    stop?.();
    stop = undefined;
  };
};
