import { useSyncExternalStore } from 'react';

/** Where in the console one is: a panel, and what in it, as in `#/chain/JKJaXmPLvHcESHA=`. */
export type Place = readonly string[];

export const hrefOf = (...place: Place): string => `#/${place.map(encodeURIComponent).join('/')}`;

/** The place that the address names, now and whenever it changes. */
export const usePlace = (): Place => parsePlace(useSyncExternalStore(onHashChange, () => window.location.hash));

const onHashChange = (changed: () => void): (() => void) => {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
};

/** None where the address is one that nobody could have been led to. */
const parsePlace = (hash: string): Place => {
  try {
    return hash
      .replace(/^#\/?/, '')
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent);
  } catch {
    return [];
  }
};
