import type { EpochMillis } from '../domain/note.ts';

export interface Clock {
  /** The present time. It may repeat a value, and after a correction go back. */
  now(): EpochMillis;
}
