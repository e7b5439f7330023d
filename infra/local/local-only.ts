import type { IncomingMessage } from 'node:http';

/**
 * Whether a request for an unsigned local service comes from a program on this machine and not from a web page: a page
 * of another site sends an Origin, and one that had its own name resolved to 127.0.0.1 (DNS rebinding) sends that name
 * as Host.
 */
export const isFromLocalProgram = ({ headers: { host, origin } }: IncomingMessage): boolean =>
  origin === undefined && isLocalHost(host);

/** Whether a Host header names this machine itself, with any port. */
export const isLocalHost = (host: string | undefined): boolean =>
  host !== undefined && /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i.test(host);
