import fc from 'fast-check';
import type { Law, OpenedNoteStore } from './law.ts';

const usualRuns = 50;
/** Milliseconds. Runners of tests give up after five seconds, and a store over a network takes its time. */
const patience = 2500;

export interface LawShape {
  /**
   * What part of the runs a law draws that goes through much in each: one of `parts`, and one at least. What it says of a failure
   * names the one thing of many, so that no smaller case is looked for.
   */
  readonly parts?: number;
}

/** Laws of a port, each over drawn cases, each case with a store of its own. */
export const createLawMaker =
  <Store extends Partial<AsyncDisposable>>() =>
  <T>(
    name: string,
    cases: fc.Arbitrary<T>,
    check: (store: Store, drawn: T) => Promise<void>,
    { parts = 1 }: LawShape = {},
  ): Law<Store> => ({
    name,
    hold: async (open, { runs, ...replay } = {}) => {
      const isPatient = runs !== undefined || replay.path !== undefined;
      const began = performance.now();
      let held = 0;
      const property = fc.asyncProperty(cases, async (drawn) => {
        if (!isPatient && held > 0 && performance.now() - began > patience) return;
        held++;
        const store = await open();
        try {
          await check(store, drawn);
        } finally {
          await store[Symbol.asyncDispose]?.();
        }
      });
      await fc.assert(property, {
        numRuns: Math.ceil((runs ?? usualRuns) / parts),
        endOnFailure: parts > 1,
        ...replay,
      });
    },
  });

export const law = createLawMaker<OpenedNoteStore>();

export const must = (holds: boolean, otherwise: string): void => {
  if (!holds) throw new Error(otherwise);
};
