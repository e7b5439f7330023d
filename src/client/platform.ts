import type { NotSent } from './failures.ts';

/** What signing needs and a platform may not have: named, as what fails for want of it looks like anything else. */
export const findMissingCrypto = (): NotSent | undefined => {
  const { crypto, TextEncoder } = globalThis as Partial<typeof globalThis>;
  if (typeof crypto?.subtle?.digest !== 'function')
    return {
      kind: 'NotSent',
      reason:
        'This platform has no crypto.subtle. Pages have it on https and on localhost only; React Native needs a polyfill.',
    };
  if (typeof TextEncoder !== 'function') return { kind: 'NotSent', reason: 'This platform has no TextEncoder.' };
  return undefined;
};
