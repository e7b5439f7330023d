import fc from 'fast-check';

/**
 * Creates a scheduler from nothing but a number. A scheduler that is drawn and shrunk beside other values becomes
 * another one when its path is replayed.
 */
export const createScheduler = (order: number): fc.Scheduler =>
  fc.sample(fc.scheduler(), { seed: order, numRuns: 1 })[0] as fc.Scheduler;
