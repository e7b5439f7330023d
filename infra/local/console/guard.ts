import type { IncomingHttpHeaders } from 'node:http';
import { isLocalHost } from '../local-only.ts';

/**
 * A header that every API request must have: a page of another origin cannot send it without a preflight, which is
 * never approved.
 */
export const consoleHeader = 'x-owned-notes-console';

/**
 * Returns why a request to the console is refused, or `undefined` if it is not. Pages on this machine's other ports
 * count as the same site, so being same-site is not enough: a request must come from the console's own origin, or from
 * no page at all.
 */
export const explainRefusal = (path: string, headers: IncomingHttpHeaders): string | undefined => {
  const { host, origin } = headers;
  if (!isLocalHost(host)) return 'The console is served only under the name of this machine.';
  if (origin !== undefined && origin !== `http://${host}`) return 'The console does not answer other pages.';
  const site = headers['sec-fetch-site'];
  if (!path.startsWith('/api/')) {
    const isFramed = ['frame', 'iframe', 'embed', 'object'].includes(String(headers['sec-fetch-dest']));
    return isFramed ? 'The console cannot be framed by another page.' : undefined;
  }
  if (site !== undefined && site !== 'same-origin') return 'The console does not answer other pages.';
  return headers[consoleHeader] === undefined ? `Send the header ${consoleHeader}.` : undefined;
};
