/**
 * The clock of the whole stack: the machine's time plus an offset. Threads read the same offset from shared memory. The
 * offset is not persisted here: whoever moves the clock keeps it.
 */
export interface MovableClock {
  /** Epoch milliseconds, for the pools, the API and S3. */
  readonly now: () => number;
  /**
   * Epoch milliseconds for threads and what connects them: always the machine's time plus the offset, whatever `base`
   * is.
   */
  readonly ofThreads: () => number;
  /** Milliseconds. */
  readonly offset: () => number;
  readonly moveTo: (offset: number) => void;
  /** The offset as one BigInt64 of milliseconds, which threads read. */
  readonly shared: SharedArrayBuffer;
}

/** Creates a clock; `base` returns epoch milliseconds without the offset. */
export const createMovableClock = (base: () => number, offset = 0): MovableClock => {
  const shared = new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT);
  const memory = new BigInt64Array(shared);
  const read = () => Number(Atomics.load(memory, 0));
  const moveTo = (milliseconds: number): void => {
    Atomics.store(memory, 0, BigInt(Math.round(milliseconds)));
  };
  moveTo(offset);
  // Captured now, so that it agrees with threads even if a test replaces `Date` here.
  const machine = Date.now;
  return { now: () => base() + read(), ofThreads: () => machine() + read(), offset: read, moveTo, shared };
};
