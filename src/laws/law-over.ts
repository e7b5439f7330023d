import fc from 'fast-check';
import type { Law, OpenedNoteStore } from './law.ts';

const usualRuns = 50;
/**
 * Milliseconds for which a law draws cases. Runners time out after five seconds, and a store over a network is slow.
 */
const patience = 2500;

export interface LawShape {
  /**
   * Divides the number of runs for a law that goes through much in each: it draws one in `parts`, but at least one. Its
   * failure message names the one culprit among many, so failures are not shrunk.
   */
  readonly parts?: number;
}

/** Returns a maker of laws for one port. A law holds over drawn cases, each with a store of its own. */
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
