import { useLayoutEffect } from 'react';

/**
 * While `isAsking`, the browser asks users who close or reload the page whether they mean it. A layout effect, so that
 * it asks as soon as the page shows what is under way.
 */
export const useAskOnLeave = (isAsking: boolean): void =>
  useLayoutEffect(() => {
    if (!isAsking) return;
    const onLeave = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', onLeave);
    return () => removeEventListener('beforeunload', onLeave);
  }, [isAsking]);
