import { useSyncExternalStore } from 'react';

/**
 * Returns the current route. The fragment names the view, as in `#/account`: the page can lie in any folder, and no
 * server needs to know the views.
 */
export const useRoute = (): string => useSyncExternalStore(subscribe, route);

export const formatHref = (readRoute: string): string => `#${readRoute}`;

export const navigate = (route: string): void => {
  location.hash = route;
};

const subscribe = (listener: () => void) => {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
};

let last = '/';

/**
 * Returns the route, which begins with a slash. Any other fragment, such as the skip link's, leaves the view unchanged.
 */
const route = (): string => {
  if (location.hash.startsWith('#/')) last = location.hash.slice(1);
  else if (location.hash === '') last = '/';
  return last;
};
