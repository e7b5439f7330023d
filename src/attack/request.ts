import type { Operation } from './api/operations.ts';

/**
 * Sends a request as one caller: a `fetch` that adds the caller's credentials, such as a signature or a token.
 *
 * @example
 * const withToken = (token: string): Fetch => (url, init) =>
 *   fetch(url, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } });
 */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** A request before it is signed. */
export interface Asking {
  readonly operation: Operation;
  /** A method in place of the operation's. */
  readonly method?: string;
  /** A segment for each parameter of the path, encoded as it is sent. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
}

/**
 * A request as it goes over the wire, without credentials: what a person needs to send it again.
 *
 * @example
 * const inWords = ({ method, path }: Sent): string => `${method} ${path}`;
 */
export interface Sent {
  readonly method: string;
  /** The path with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export const encodeSegment = (value: string): string => encodeURIComponent(value);

export const createSent = ({ operation, method, path, query, headers, body }: Asking): Sent => {
  const filled = operation.path.replace(/\{([^{}]+)\}/g, (_, name: string) => path[name] ?? '');
  const search = query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
  return {
    method: method ?? operation.method,
    path: search === '' ? filled : `${filled}?${search}`,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
};
