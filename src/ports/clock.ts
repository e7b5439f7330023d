import type { EpochMillis } from '../domain/note.ts';

/**
 * A source of the current time.
 *
 * @example
 * const stopped: Clock = { now: () => 1764500000000 };
 */
export interface Clock {
  /** Returns the current time. It may repeat a value, and may go back after a clock correction. */
  now(): EpochMillis;
}
