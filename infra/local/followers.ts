/** Subscribers to changes, each of which reads at its own pace. */
export interface Followers<T> {
  readonly tell: (change: T) => void;
  /** Withdraws a change that slow followers have not read yet. */
  readonly forget: (change: T) => void;
  /**
   * Yields `first`, then each change, until `signal` aborts. A change that is repeated before the follower reads it is
   * yielded once.
   */
  readonly follow: (signal: AbortSignal, first: Iterable<T>) => AsyncIterable<T>;
}

interface Follower<T> {
  readonly pending: Set<T>;
  wake: () => void;
}

export const createFollowers = <T>(): Followers<T> => {
  const all = new Set<Follower<T>>();
  return {
    tell: (change) => {
      for (const follower of all) {
        follower.pending.add(change);
        follower.wake();
      }
    },
    forget: (change) => {
      for (const { pending } of all) pending.delete(change);
    },
    follow: async function* (signal, first) {
      const follower: Follower<T> = { pending: new Set(first), wake: () => {} };
      const { pending } = follower;
      const stop = () => follower.wake();
      all.add(follower);
      signal.addEventListener('abort', stop);
      try {
        while (!signal.aborted) {
          const [next] = pending;
          if (next !== undefined) {
            pending.delete(next);
            yield next;
            continue;
          }
          await new Promise<void>((resolve) => {
            follower.wake = resolve;
          });
        }
      } finally {
        all.delete(follower);
        signal.removeEventListener('abort', stop);
      }
    },
  };
};
