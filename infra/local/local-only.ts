import type { IncomingMessage } from 'node:http';

/**
 * Returns whether a request to an unsigned local service comes from a program on this machine and not from a web page.
 * A page of another site sends an Origin, and one that resolves its own name to 127.0.0.1 (DNS rebinding) sends that
 * name as Host.
 */
export const isFromLocalProgram = ({ headers: { host, origin } }: IncomingMessage): boolean =>
  origin === undefined && isLocalHost(host);

/** Returns whether a Host header names this machine itself, with any port. */
export const isLocalHost = (host: string | undefined): boolean =>
  host !== undefined && /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i.test(host);
