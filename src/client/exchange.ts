import { err, ok, type Result } from 'neverthrow';
import type { Ending } from './ending.ts';
import { type ExchangeFailure, notSent, unreachable } from './failures.ts';

/**
 * Sends a request: the platform's `fetch`, or a wrapper around it.
 *
 * @example
 * const counted: Fetch = (url, init) => (console.count('requests'), fetch(url, init));
 */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface ToSend {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>> | Headers;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  /** `no-store` if no cache may answer. */
  readonly cache?: 'no-store';
}

/** An answer with its whole body. */
export interface Answer {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The part of an answer that is known before its body. */
export type Head = Pick<Answer, 'url' | 'status' | 'headers'>;

/** Called with the bytes of a body as they arrive, including those that arrive before a connection is cut. */
export type OnBytes = (bytes: Uint8Array, head: Head) => void;

/**
 * Sends one request and reads the whole answer, within the call's time limit. Does not follow redirects: a signature or
 * a password is only for the server that it was made for. Never rejects.
 */
export const sendRequest = async (
  { url, ...request }: ToSend,
  ending: Ending,
  fetch: Fetch = globalThis.fetch,
  onBytes?: OnBytes,
): Promise<Result<Answer, ExchangeFailure>> => {
  const init = { ...request, redirect: 'manual', ...(ending.signal && { signal: ending.signal }) } as const;
  try {
    // Throws for an invalid URL, header or method, which `fetch` would report as a network error. `Request` copies its
    // body, which is not worth it for bytes: an empty text stands in for them.
    const { body = null } = init;
    if (typeof Request !== 'undefined')
      new Request(url, { ...init, signal: null, body: typeof body === 'string' ? body : body && '' });
    if (typeof fetch !== 'function') throw new TypeError('This platform has no fetch.');
  } catch (cause) {
    return err(notSent(cause));
  }
  const send = async (): Promise<Result<Answer, ExchangeFailure>> => {
    const response = await fetch(url, init);
    const { status, headers } = response;
    if (isRedirect(response))
      return err({ kind: 'UnexpectedAnswer', url, status, reason: 'The answer redirects to another place.' });
    const head = { url, status, headers };
    return ok({ ...head, bytes: await readBytes(response, onBytes && ((bytes) => onBytes(bytes, head))) });
  };
  return ending.race(send().catch((cause) => err(unreachable(url, cause))));
};

/** Reads a whole body. On platforms without streams, such as React Native, it arrives in one piece. */
const readBytes = async (
  response: Response,
  onBytes: ((bytes: Uint8Array) => void) | undefined,
): Promise<Uint8Array<ArrayBuffer>> => {
  const reader = onBytes && response.body?.getReader?.();
  if (onBytes === undefined || reader === undefined) {
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (bytes.length > 0) onBytes?.(bytes);
    return bytes;
  }
  const pieces: Uint8Array[] = [];
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    pieces.push(read.value);
    onBytes(read.value);
  }
  return joinBytes(pieces);
};

export const joinBytes = (pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const all = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
};

/**
 * Whether an answer is a redirect. Browsers hide its status; an implementation that ignores the `redirect` option says
 * that it followed one.
 */
const isRedirect = ({ status, type, redirected }: Response): boolean =>
  type === 'opaqueredirect' || redirected === true || (status >= 300 && status < 400);

/** Decodes the body as text. Returns `undefined` if it is not UTF-8. */
export const decodeText = ({ bytes }: Answer): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/**
 * Parses the body as JSON. Returns `undefined` if it is not JSON, or if its content type does not say so: a page that
 * happens to parse is not an answer.
 */
export const parseJson = (answer: Answer): unknown => {
  const type = String(answer.headers.get('content-type'));
  if (!/^application\/(?:[\w.-]+\+)?(?:x-amz-json-1\.[01]|json)\s*(?:;|$)/i.test(type)) return undefined;
  try {
    return JSON.parse(String(decodeText(answer)));
  } catch {
    return undefined;
  }
};
