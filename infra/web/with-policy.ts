import { createSecurityHeaders, type PageOrigins } from './security-headers.ts';

/**
 * A page that says by itself which origins it calls, before anything in it that this is about. Browsers hold it to this policy and to that of
 * the answer's headers, each by itself [Content Security Policy Level 3, "The `meta` element"]. Throws where there is no place for it.
 */
export const withPolicy = (html: string, origins: PageOrigins): string => {
  const parts = html.split('<head>');
  if (parts.length !== 2) throw new Error('The page has not exactly one <head>.');
  return parts.join(`<head><meta http-equiv="Content-Security-Policy" content="${createPolicy(origins)}">`);
};

/** Who may frame the page, only a header can say: a browser passes over it here, and complains. */
const createPolicy = (origins: PageOrigins): string =>
  createSecurityHeaders(origins)
    ['content-security-policy'].split('; ')
    .filter((directive) => !directive.startsWith('frame-ancestors'))
    .join('; ');
