import type { NotSent } from './failures.ts';

/**
 * Returns a failure that names what signing needs and this platform lacks, if anything: the failures that follow from
 * the lack would not tell.
 */
export const findMissingCrypto = (): NotSent | undefined => {
  const { crypto, TextEncoder } = globalThis as Partial<typeof globalThis>;
  if (typeof crypto?.subtle?.digest !== 'function')
    return {
      kind: 'NotSent',
      reason:
        'This platform has no crypto.subtle. Pages have it on https and on localhost only; ' +
        'React Native needs a polyfill.',
    };
  if (typeof TextEncoder !== 'function') return { kind: 'NotSent', reason: 'This platform has no TextEncoder.' };
  return undefined;
};
