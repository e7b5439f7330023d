import { useSyncExternalStore } from 'react';

/** A place in the console: a panel, and what is open in it, as in `#/chain/JKJaXmPLvHcESHA=`. */
export type Place = readonly string[];

export const formatHref = (...place: Place): string => `#/${place.map(encodeURIComponent).join('/')}`;

/** Returns the place that the address names, now and whenever it changes. */
export const usePlace = (): Place => parsePlace(useSyncExternalStore(onHashChange, () => window.location.hash));

const onHashChange = (changed: () => void): (() => void) => {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
};

/** Parses an address. Returns an empty place for a malformed one, which no link leads to. */
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
