import type { IncomingHttpHeaders } from 'node:http';
import { isLocalHost } from '../local-only.ts';

/** Whoever asks has to send it: no page of another origin can, without asking first by a preflight, which is never answered. */
export const consoleHeader = 'x-owned-notes-console';

/**
 * Why a request for the console is not answered; `undefined` where it is. Each page of this machine's other ports counts as the same
 * site, so the site alone is no reason to answer: it has to be the console's own origin, or no page at all.
 */
export const explainRefusal = (path: string, headers: IncomingHttpHeaders): string | undefined => {
  const { host, origin } = headers;
  if (!isLocalHost(host)) return 'The console is served by the name of this machine only.';
  if (origin !== undefined && origin !== `http://${host}`) return 'The console answers no other page.';
  const site = headers['sec-fetch-site'];
  if (!path.startsWith('/api/')) {
    const isFramed = ['frame', 'iframe', 'embed', 'object'].includes(String(headers['sec-fetch-dest']));
    return isFramed ? 'The console is shown in no other page.' : undefined;
  }
  if (site !== undefined && site !== 'same-origin') return 'The console answers no other page.';
  return headers[consoleHeader] === undefined ? `Send the header ${consoleHeader}.` : undefined;
};
