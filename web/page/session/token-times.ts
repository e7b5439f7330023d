/** When a token was given and when it ends, in epoch seconds by the pool's clock; `NaN` of what is no token. */
export const timesOf = (token: string): { readonly given: number; readonly ends: number } => {
  try {
    const { iat, exp } = JSON.parse(atob(String(token.split('.')[1]).replaceAll('-', '+').replaceAll('_', '/')));
    return { given: Number(iat), ends: Number(exp) };
  } catch {
    return { given: Number.NaN, ends: Number.NaN };
  }
};
