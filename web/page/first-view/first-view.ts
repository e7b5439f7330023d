import { findBrowserStorages, signInStore } from '../session/sign-in-store.ts';
import { findPreferredLanguage } from '../texts/preferred-language.ts';
import type { Language } from '../texts/texts.ts';

/** The event of the window after which the page's own code handles what the user does. */
export const pageIsLive = 'page-is-live';

/**
 * The language of the form of signing in, where that is what the visitor sees first. `index.html` has it ready; for who is signed in, or
 * follows a link to another view, it has only the frame.
 */
export const findFirstViewLanguage = (): Language | undefined => {
  const isSignedOut = signInStore(findBrowserStorages).read() === undefined;
  return isSignedOut && ['', '#/'].includes(location.hash) ? findPreferredLanguage() : undefined;
};

export const isFirstViewShown = (root: HTMLElement): boolean => root.querySelector('form') !== null;
