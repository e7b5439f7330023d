import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Listener } from '../add-date-header.ts';

/** A gate for requests. While it is shut, new requests wait, and those inside run to their end. */
export interface RequestGate {
  /** Returns the listener behind this gate. A listener that returns a promise is done when the promise settles. */
  readonly behind: (listener: Listener) => (request: IncomingMessage, response: ServerResponse) => void;
  /** Runs `work` behind the gate, like a request. */
  readonly enter: <T>(work: () => Promise<T>) => Promise<T>;
  /** Counts work behind the gate that continues because of an admitted request. */
  readonly goingOn: <T>(work: Promise<T>) => Promise<T>;
  readonly shut: () => void;
  /** Opens the gate, unless it is kept shut. */
  readonly open: () => void;
  /** Shuts the gate for good. */
  readonly keepShut: () => void;
  readonly isKeptShut: () => boolean;
  /** While the gate is shut, disconnects those who wait and those who still come, so that a stack can stop. */
  readonly turnAway: () => void;
  /** Waits at most so many milliseconds for the gate to be empty, and returns whether it is. */
  readonly isEmpty: (patience: number) => Promise<boolean>;
}

/** The gate was shut when the stack was stopped. */
class TurnedAway extends Error {
  constructor() {
    super('The stack is stopping.');
    this.name = 'TurnedAway';
  }
}

export const createRequestGate = (): RequestGate => {
  let inside = 0;
  let opening: PromiseWithResolvers<void> | undefined;
  let isKeptShut = false;
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
    // A request that was let in may find the gate shut again.
    while (opening !== undefined) await opening.promise;
    return goingOn(work());
  };
  const exchange = async (listener: Listener, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    // The client disconnected while the gate was shut, and wants nothing any more.
    if (response.destroyed) return;
    const closed = new Promise<void>((resolve) => response.once('close', resolve));
    // A client's disconnecting does not end what it began.
    await Promise.all([listener(request, response), closed]);
  };

  const shut: RequestGate['shut'] = () => {
    opening ??= Promise.withResolvers();
  };

  return {
    goingOn,
    enter,
    behind: (listener) => (request, response) =>
      void enter(() => exchange(listener, request, response)).catch((error: unknown) => {
        if (!(error instanceof TurnedAway)) console.error(error);
        response.destroy();
      }),
    shut,
    open: () => {
      if (isKeptShut) return;
      opening?.resolve();
      opening = undefined;
    },
    keepShut: () => {
      isKeptShut = true;
      shut();
    },
    isKeptShut: () => isKeptShut,
    turnAway: () => {
      // Nobody may be waiting: then the rejection is handled here.
      opening?.promise.catch(() => {});
      opening?.reject(new TurnedAway());
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
