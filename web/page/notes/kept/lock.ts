/**
 * Does `work` while this tab holds a lock that at most one tab of the origin holds. Where the browser allows no locks,
 * as it stores nothing, does it at once: tabs share nothing there. Rejects if `signal` is aborted before the work has
 * begun.
 */
export const withLock = async <T>(name: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> => {
  let isBegun = false;
  const begin = () => {
    isBegun = true;
    return work();
  };
  try {
    return await navigator.locks.request(name, { signal }, begin);
  } catch (error) {
    if (isBegun || signal.aborted) throw error;
    return work();
  }
};

/** Tells whether a tab holds the lock. */
export const isLocked = async (name: string): Promise<boolean> => {
  try {
    const { held = [] } = await navigator.locks.query();
    return held.some((lock) => lock.name === name);
  } catch {
    return false;
  }
};
