import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Listener } from '../add-date-header.ts';

/** Where requests come in. It can be shut: those that come then wait, and those that are in go on to their end. */
export interface RequestGate {
  /** The same listener behind this door. One that returns a promise is done when that is settled. */
  readonly behind: (listener: Listener) => (request: IncomingMessage, response: ServerResponse) => void;
  /** Runs behind the door, as a request does. */
  readonly enter: <T>(work: () => Promise<T>) => Promise<T>;
  /** Counts what goes on behind the door because of a request that was let in. */
  readonly goingOn: <T>(work: Promise<T>) => Promise<T>;
  readonly shut: () => void;
  readonly open: () => void;
  /** Whether nobody is in, so many milliseconds from now at the latest. */
  readonly isEmpty: (patience: number) => Promise<boolean>;
}

export const createRequestGate = (): RequestGate => {
  let inside = 0;
  let opening: PromiseWithResolvers<void> | undefined;
  const waiting = new Set<() => void>();

  const goingOn: RequestGate['goingOn'] = async (work) => {
    inside++;
    try {
      return await work;
    } finally {
      inside--;
      if (inside === 0) for (const tell of [...waiting]) tell();
    }
  };
  const enter: RequestGate['enter'] = async (work) => {
    // Who was let in may find it shut again.
    while (opening !== undefined) await opening.promise;
    return goingOn(work());
  };
  const exchange = async (listener: Listener, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // Who went away while the door was shut wants nothing any more.
    if (response.destroyed) return;
    const closed = new Promise<void>((resolve) => response.once('close', resolve));
    // A client that went away does not end what it began.
    await Promise.all([listener(request, response), closed]);
  };

  return {
    goingOn,
    enter,
    behind: (listener) => (request, response) =>
      void enter(() => exchange(listener, request, response)).catch((error: unknown) => {
        console.error(error);
        response.destroy();
      }),
    shut: () => {
      opening ??= Promise.withResolvers();
    },
    open: () => {
      opening?.resolve();
      opening = undefined;
    },
    isEmpty: (patience) =>
      new Promise((resolve) => {
        if (inside === 0) return resolve(true);
        const end = (empty: boolean) => {
          clearTimeout(timer);
          waiting.delete(onEmpty);
          resolve(empty);
        };
        const onEmpty = () => end(true);
        const timer = setTimeout(() => end(false), patience);
        waiting.add(onEmpty);
      }),
  };
};
