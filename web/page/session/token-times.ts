import { decodePayload } from 'owned-notes/client';

/**
 * Returns when a token was issued and when it expires, in epoch seconds by the pool's clock. Both are `NaN` if it is
 * not a token.
 */
export const readTokenTimes = (token: string): { readonly given: number; readonly ends: number } => {
  const { iat, exp } = decodePayload(token);
  return { given: Number(iat), ends: Number(exp) };
};
