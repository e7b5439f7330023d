/** A virtual clock for everything that a body of code waits for. */
export interface VirtualTime {
  /** Milliseconds since it began. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

interface Timer {
  readonly due: number;
  readonly order: number;
  readonly fire: () => void;
}

const realSetImmediate = setImmediate;

/** Waits until everything that can run without waiting has run: promises and ticks come before an immediate. */
const quiet = (): Promise<void> => new Promise((resolve) => realSetImmediate(resolve));

/**
 * Runs a body in virtual time: whenever nothing is left to do, the clock jumps to the next timer. A time-out of seconds
 * takes no time, and the same body with the same `seed` has the same result each time: `Math.random`, which the SDK
 * uses for its back-off, is seeded. Only for code that waits for timers and promises; one body at a time.
 */
export const inVirtualTime = async <T>(seed: number, body: (time: VirtualTime) => Promise<T>): Promise<T> => {
  const { setTimeout: realSetTimeout, clearTimeout: realClearTimeout } = globalThis;
  const [realRandom, realTimeout] = [Math.random, AbortSignal.timeout];
  const timers = new Map<object, Timer>();
  let now = 0;
  let order = 0;

  const setVirtual = (callback: (...args: unknown[]) => void, milliseconds = 0, ...args: unknown[]) => {
    const handle = { ref: () => handle, unref: () => handle, hasRef: () => false };
    const due = now + Math.max(0, Number.isFinite(milliseconds) ? milliseconds : 0);
    timers.set(handle, { due, order: order++, fire: () => callback(...args) });
    return handle;
  };
  const next = (): readonly [object, Timer] | undefined => {
    let first: readonly [object, Timer] | undefined;
    for (const entry of timers)
      if (
        first === undefined ||
        entry[1].due < first[1].due ||
        (entry[1].due === first[1].due && entry[1].order < first[1].order)
      )
        first = entry;
    return first;
  };
  const sleep = (milliseconds: number) =>
    new Promise<void>((resolve) => void setVirtual(() => resolve(), milliseconds));

  Object.assign(globalThis, { setTimeout: setVirtual, clearTimeout: (handle: object) => void timers.delete(handle) });
  Math.random = randomNumbers(seed);
  AbortSignal.timeout = (milliseconds) => {
    const controller = new AbortController();
    setVirtual(() => controller.abort(new DOMException('The time is over.', 'TimeoutError')), milliseconds);
    return controller.signal;
  };
  try {
    let settled = false;
    const running = body({ now: () => now, sleep }).finally(() => {
      settled = true;
    });
    // Awaited at the end; until then, a rejection must not count as unhandled.
    running.catch(() => {});
    for (;;) {
      await quiet();
      if (settled) return await running;
      const first = next();
      if (first === undefined) throw new Error('The simulation waits for something other than a timer.');
      const [handle, { due, fire }] = first;
      timers.delete(handle);
      now = due;
      fire();
    }
  } finally {
    Object.assign(globalThis, { setTimeout: realSetTimeout, clearTimeout: realClearTimeout });
    Math.random = realRandom;
    AbortSignal.timeout = realTimeout;
  }
};

/** Returns a generator of numbers from 0 to 1 that are the same for the same seed (mulberry32). */
const randomNumbers = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
};
