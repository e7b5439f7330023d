/**
 * Returns when a token was issued and when it expires, in epoch seconds by the pool's clock. Both are `NaN` if it is
 * not a token.
 */
export const readTokenTimes = (token: string): { readonly given: number; readonly ends: number } => {
  try {
    const { iat, exp } = JSON.parse(atob(String(token.split('.')[1]).replaceAll('-', '+').replaceAll('_', '/')));
    return { given: Number(iat), ends: Number(exp) };
  } catch {
    return { given: Number.NaN, ends: Number.NaN };
  }
};
