import { hashInlineScripts } from './inline-scripts.ts';
import { createSecurityHeaders, type PageOrigins, type PageSources } from './security-headers.ts';

/**
 * Adds a policy to the page's HTML that names the origins it calls and the scripts in it, before anything that the
 * policy governs. Browsers enforce both this policy and the one in the response headers, each on its own [Content
 * Security Policy Level 3, "The `meta` element"]. Throws if there is no place for it.
 */
export const withPolicy = (html: string, origins: PageOrigins): string => {
  const parts = html.split('<head>');
  if (parts.length !== 2) throw new Error('The page has not exactly one <head>.');
  return parts.join(
    `<head><meta http-equiv="Content-Security-Policy" content="${createPolicy({ ...origins, scripts: hashInlineScripts(html) })}">`,
  );
};

/**
 * Creates the policy. It omits `frame-ancestors`, which only a header can set: in a `meta` element, browsers ignore it
 * and log a warning.
 */
const createPolicy = (sources: PageSources): string =>
  createSecurityHeaders(sources)
    ['content-security-policy'].split('; ')
    .filter((directive) => !directive.startsWith('frame-ancestors'))
    .join('; ');
