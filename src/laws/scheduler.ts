import fc from 'fast-check';

/** A number says it all: a drawn scheduler, shrunk beside other values, is not the same again when its path is replayed. */
export const createScheduler = (order: number): fc.Scheduler =>
  fc.sample(fc.scheduler(), { seed: order, numRuns: 1 })[0] as fc.Scheduler;
