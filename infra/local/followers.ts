/** Those who follow what changes, each at its own pace. */
export interface Followers<T> {
  readonly tell: (change: T) => void;
  /** Takes back what somebody slow has not heard of yet. */
  readonly forget: (change: T) => void;
  /** These first, and then each change, until this is aborted. What changes again before the follower comes to it is one change. */
  readonly follow: (signal: AbortSignal, first: Iterable<T>) => AsyncIterable<T>;
}

interface Follower<T> {
  readonly pending: Set<T>;
  wake: () => void;
}

export const newFollowers = <T>(): Followers<T> => {
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
