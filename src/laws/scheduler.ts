import fc from 'fast-check';

/**
 * Creates a scheduler from nothing but a number. A drawn scheduler, shrunk beside other values, is a different one when
 * its path is replayed.
 */
export const createScheduler = (order: number): fc.Scheduler =>
  fc.sample(fc.scheduler(), { seed: order, numRuns: 1 })[0] as fc.Scheduler;
