import { useLayoutEffect } from 'react';

/** Until when nobody is asked, in epoch milliseconds: at most once. */
let quietUntil = 0;

/**
 * Follows a link that does not leave the page, as it saves a file or opens an app. Browsers call `beforeunload` before
 * they know that.
 */
export const followQuietly = (follow: () => void): void => {
  quietUntil = Date.now() + 1_000;
  follow();
};

/**
 * While `isAsking`, the browser asks users who close or reload the page whether they mean it. A layout effect, so that
 * it asks as soon as the page shows what is under way.
 */
export const useAskOnLeave = (isAsking: boolean): void =>
  useLayoutEffect(() => {
    if (!isAsking) return;
    const onLeave = (event: BeforeUnloadEvent) => {
      if (Date.now() > quietUntil) event.preventDefault();
      // After all listeners have been called.
      setTimeout(() => {
        quietUntil = 0;
      });
    };
    addEventListener('beforeunload', onLeave);
    return () => removeEventListener('beforeunload', onLeave);
  }, [isAsking]);
