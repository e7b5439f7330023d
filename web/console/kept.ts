import { useSyncExternalStore } from 'react';

/** A value that outlives the components that show it, as a panel exists only while its tab is selected. */
export interface Kept<T> {
  readonly read: () => T;
  readonly write: (value: T) => void;
  /** Calls a listener at each write. Returns a function that stops it. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** Keeps a value until the page is loaded again. */
export const createKept = <T>(first: T): Kept<T> => {
  let value = first;
  const listeners = new Set<() => void>();
  return {
    read: () => value,
    write: (next) => {
      value = next;
      for (const each of listeners) each();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

/** Returns a kept value and what writes it, as `useState` does for a component's own. */
export const useKept = <T>({ read, write, subscribe }: Kept<T>): readonly [value: T, write: Kept<T>['write']] => [
  useSyncExternalStore(subscribe, read),
  write,
];
