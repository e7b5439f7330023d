import { useSyncExternalStore } from 'react';

/** Views are told by the fragment, as in `#/account`: the page lies in any folder, and no server has to know of views. */
export const useRoute = (): string => useSyncExternalStore(subscribe, route);

export const hrefOf = (route: string): string => `#${route}`;

export const go = (route: string): void => {
  location.hash = route;
};

const subscribe = (listener: () => void) => {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
};

let last = '/';

/** Begins with a slash. Another fragment, as the skip link's, leaves the view as it is. */
const route = (): string => {
  if (location.hash.startsWith('#/')) last = location.hash.slice(1);
  else if (location.hash === '') last = '/';
  return last;
};
