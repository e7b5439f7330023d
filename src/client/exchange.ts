import { err, ok, type Result } from 'neverthrow';
import type { Ending } from './ending.ts';
import { type ExchangeFailure, notSent, unreachable } from './failures.ts';

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface ToSend {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>> | Headers;
  readonly body?: string;
}

/** An answer with all of its body. */
export interface Answer {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Sends one request and reads all of its answer, within the call's time. Redirects are not followed: neither a signature nor
 * a password is for anybody but whom it was made for. Never rejects.
 */
export const exchange = async (
  { url, ...request }: ToSend,
  ending: Ending,
  fetch: Fetch = globalThis.fetch,
): Promise<Result<Answer, ExchangeFailure>> => {
  const init = { ...request, redirect: 'manual', ...(ending.signal && { signal: ending.signal }) } as const;
  try {
    // Throws for what no request can be: a wrong URL, header or method. `fetch` would call it by the name of a network error.
    if (typeof Request !== 'undefined') new Request(url, { ...init, signal: null });
    if (typeof fetch !== 'function') throw new TypeError('This platform has no fetch.');
  } catch (cause) {
    return err(notSent(cause));
  }
  const send = async (): Promise<Result<Answer, ExchangeFailure>> => {
    const response = await fetch(url, init);
    const { status, headers } = response;
    if (isRedirect(response))
      return err({ kind: 'UnexpectedAnswer', url, status, reason: 'The answer leads to another place.' });
    return ok({ url, status, headers, bytes: new Uint8Array(await response.arrayBuffer()) });
  };
  return ending.race(send().catch((cause) => err(unreachable(url, cause))));
};

/** Browsers hide what a redirect was; an implementation that is not told by `redirect` says that it followed one. */
const isRedirect = ({ status, type, redirected }: Response): boolean =>
  type === 'opaqueredirect' || redirected === true || (status >= 300 && status < 400);

/** The body as text, or `undefined` if it is no UTF-8. */
export const textOf = ({ bytes }: Answer): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/** The body as JSON, or `undefined` if it is none or is not said to be: a page that happens to parse is not an answer. */
export const jsonOf = (answer: Answer): unknown => {
  const type = String(answer.headers.get('content-type'));
  if (!/^application\/(?:[\w.-]+\+)?(?:x-amz-json-1\.[01]|json)\s*(?:;|$)/i.test(type)) return undefined;
  try {
    return JSON.parse(String(textOf(answer)));
  } catch {
    return undefined;
  }
};
