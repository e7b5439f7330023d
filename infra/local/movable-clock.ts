/**
 * The time of the whole stack: the machine's, and so many milliseconds on. Threads see the same by the shared memory. It outlives
 * nothing by itself: whoever moves it keeps the offset.
 */
export interface MovableClock {
  /** Epoch milliseconds, for the pools, the API and S3. */
  readonly now: () => number;
  /** The same for what is in threads or between them: by the machine, whatever else `now` is made of. */
  readonly ofThreads: () => number;
  /** Milliseconds. */
  readonly offset: () => number;
  readonly moveTo: (offset: number) => void;
  /** One BigInt64 of milliseconds, read by threads. */
  readonly shared: SharedArrayBuffer;
}

/** `base`: epoch milliseconds without the offset. */
export const createMovableClock = (base: () => number, offset = 0): MovableClock => {
  const shared = new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT);
  const memory = new BigInt64Array(shared);
  const read = () => Number(Atomics.load(memory, 0));
  const moveTo = (milliseconds: number): void => {
    Atomics.store(memory, 0, BigInt(Math.round(milliseconds)));
  };
  moveTo(offset);
  // As threads have it, also where a test puts another `Date` in this one's place.
  const machine = Date.now;
  return { now: () => base() + read(), ofThreads: () => machine() + read(), offset: read, moveTo, shared };
};
