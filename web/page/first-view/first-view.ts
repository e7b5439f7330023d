import { findBrowserStorages, signInStore } from '../session/sign-in-store.ts';
import { findPreferredLanguage } from '../texts/preferred-language.ts';
import type { Language } from '../texts/texts.ts';

/** The window event after which the page's own code handles what the user does. */
export const pageIsLive = 'page-is-live';

/**
 * Returns the language of the sign-in form if that is what the visitor sees first; `index.html` contains it already.
 * Visitors who are signed in, or who follow a link to another view, first see only the frame.
 */
export const findFirstViewLanguage = (): Language | undefined => {
  const isSignedOut = signInStore(findBrowserStorages).read() === undefined;
  return isSignedOut && ['', '#/'].includes(location.hash) ? findPreferredLanguage() : undefined;
};

export const isFirstViewShown = (root: HTMLElement): boolean => root.querySelector('form') !== null;
