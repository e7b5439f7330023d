import type { Clock } from '../../ports/clock.ts';

/**
 * The clock of this process: `Date.now`.
 *
 * @example
 * const time = systemClock.now();
 */
export const systemClock: Clock = { now: () => Date.now() };
