/** The console's requests to the stack. Each throws `NotAnswered` with a sentence to show. */

export class NotAnswered extends Error {}

/** The stack answers only requests with this header; see `consoleHeader` there. */
const headers = { 'x-owned-notes-console': '1' };

type Route<M extends string> = `${M} /api/${string}`;
export type Query = Readonly<Record<string, string>>;

/**
 * Fetches an answer, as in `ask<Outputs>('GET /api/outputs')`. The stack and the console are built from the same
 * sources, so answers are not validated.
 */
export const ask = async <T>(route: Route<'GET'>, query: Query = {}, signal?: AbortSignal): Promise<T> =>
  (await sendRequest(route, { query, signal })).json();

/** Asks the stack to do something. */
export const tell = async <T>(route: Route<'POST'>, body: unknown, query: Query = {}): Promise<T> =>
  (await sendRequest(route, { query, body })).json();

export interface Following<T> {
  readonly onLine: (line: T) => void;
  /** Called for every new connection, as to a stack that was restarted: lines then start from the beginning. */
  readonly onOpen?: () => void;
  /** Called when the stack is gone, or not there yet. */
  readonly onLost?: (reason: string) => void;
}

/** How long to wait before reconnecting, in milliseconds: the stack may just be restarting. */
const patience = 1000;

/**
 * Follows an endless answer line by line while the tab is shown, and reconnects when it ends. Each answer holds a
 * connection, and browsers allow six for all tabs of one origin, so hidden tabs have none. Returns a function that
 * stops it.
 */
export const follow = <T>(route: Route<'GET'>, following: Following<T>): (() => void) => {
  let stop: (() => void) | undefined;
  const update = () => {
    if (!document.hidden) stop ??= stayConnected(route, following);
    else {
      stop?.();
      stop = undefined;
    }
  };
  document.addEventListener('visibilitychange', update);
  update();
  return () => {
    document.removeEventListener('visibilitychange', update);
    stop?.();
  };
};

const stayConnected = <T>(route: Route<'GET'>, { onLine, onOpen, onLost }: Following<T>): (() => void) => {
  const stopped = new AbortController();
  const { signal } = stopped;
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        const { body } = await sendRequest(route, { signal });
        onOpen?.();
        for await (const line of readLines(body)) {
          if (signal.aborted) return;
          onLine(JSON.parse(line));
        }
        if (!signal.aborted) onLost?.('The stack has stopped.');
      } catch (error) {
        if (!signal.aborted) onLost?.(describeError(error));
      }
      await pause(signal);
    }
  };
  void run();
  return () => stopped.abort();
};

/** Describes an error in a sentence to show. */
export const describeError = (error: unknown): string =>
  error instanceof NotAnswered ? error.message : 'The stack does not answer: it may have been stopped.';

interface Sent {
  readonly query?: Query;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

const sendRequest = async (route: string, { query = {}, body, signal }: Sent): Promise<Response> => {
  const [method = 'GET', path = ''] = route.split(' ');
  const parameters = new URLSearchParams(query).toString();
  const response = await fetch(`.${path}${parameters === '' ? '' : `?${parameters}`}`, {
    ...{ method, headers, cache: 'no-store' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal !== undefined && { signal }),
  });
  if (response.ok) return response;
  const { error } = await response.json().catch(() => ({}));
  throw new NotAnswered(typeof error === 'string' ? error : `The stack answered with ${response.status}.`);
};

async function* readLines(body: ReadableStream<Uint8Array> | null): AsyncIterable<string> {
  if (body === null) return;
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } finally {
    void reader.cancel().catch(() => {});
  }
}

const pause = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, patience);
    signal.addEventListener('abort', end);
  });
