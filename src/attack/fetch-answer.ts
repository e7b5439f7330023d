import type { Fetch, Sent } from './request.ts';

/** The answer to a request. */
export interface ApiAnswer {
  /** 0 if there was no answer. */
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body, if it is JSON. */
  readonly json: unknown;
}

export interface Network {
  /** The base URL of the API, in front of its paths. */
  readonly server: string;
  readonly signal: AbortSignal | undefined;
  /** Resolves after this many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** The most attempts of a request that is answered by 429 or 503, and the longest wait between two, in milliseconds. */
const attempts = 4;
const longestWait = 5000;

/**
 * Sends a request and reads its answer. Retries on 429 and 503 after a wait. Does not follow redirects. Never rejects.
 */
export const fetchAnswer = async (sent: Sent, fetch: Fetch, network: Network): Promise<ApiAnswer> => {
  for (let attempt = 1; ; attempt++) {
    const answer = await fetchOnce(sent, fetch, network);
    if (![429, 503].includes(answer.status) || attempt === attempts || network.signal?.aborted) return answer;
    const asked = Number(answer.headers.get('retry-after') ?? 1) * 1000;
    await network.sleep(Math.min(Number.isFinite(asked) ? asked : 1000, longestWait));
  }
};

const fetchOnce = async (
  { method, path, headers, body }: Sent,
  fetch: Fetch,
  { server, signal }: Network,
): Promise<ApiAnswer> => {
  try {
    const response = await fetch(`${server}${path}`, {
      ...{ method, headers: { ...headers }, redirect: 'manual' },
      ...(body !== undefined && !['GET', 'HEAD'].includes(method) && { body }),
      ...(signal && { signal }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: parseJson(text) };
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    return { status: 0, headers: new Headers(), text, json: undefined };
  }
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

export const isDone = ({ status }: Pick<ApiAnswer, 'status'>): boolean => status >= 200 && status < 300;
