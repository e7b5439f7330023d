/** Returns what is shown in place of a secret. */
export const describeHidden = (value: string): string => `(hidden: ${value.length} characters)`;

/**
 * A signed or encrypted token in its compact form, whole or cut [RFC 7515, section 3.1; RFC 7516, section 3.1]. It
 * begins with the base64url of `{"`.
 */
const token = /eyJ[\w-]+(?:\.[\w-]+){1,4}/g;

/**
 * Redacts the tokens in every text of a value that is to be shown or kept: a request may carry one anywhere, in its
 * path as well as in a note's content.
 */
export const redactTokens = <T>(value: T): T => withoutTokens(value) as T;

const withoutTokens = (value: unknown): unknown => {
  if (typeof value === 'string') return value.replace(token, describeHidden);
  if (Array.isArray(value)) return value.map(withoutTokens);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withoutTokens(each)]));
};
