import type { EpochMillis } from '../domain/note.ts';

/**
 * Tells the use cases the time.
 *
 * @example
 * const stopped: Clock = { now: () => 1764500000000 };
 */
export interface Clock {
  /** The present time. It may repeat a value, and after a correction go back. */
  now(): EpochMillis;
}
