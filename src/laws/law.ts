// Preserved in the declarations: who compiles them may have an older `lib`.
/// <reference lib="esnext.disposable" preserve="true" />
import fc from 'fast-check';
import type { NoteStore } from '../ports/note-store.ts';

/** What a store may have besides its methods, for the laws. */
export interface OpenedNoteStore extends NoteStore, Partial<AsyncDisposable> {
  /**
   * Everything that the store keeps, as one text, such as a dump of its tables. With it, the laws can see that a text is gone
   * that was deleted or replaced; the port alone does not show it.
   */
  everything?(): Promise<string>;
}

/** Opens an empty store. It is disposed of when the case that it was opened for is over. */
export type OpenNoteStore = () => Promise<OpenedNoteStore>;

export interface LawOptions {
  /**
   * How many cases a law draws. If it is left out: 50, or as many as fit into two and a half seconds, but one at least. What a
   * law goes through one by one, it goes through in each case.
   */
  readonly runs?: number;
  /** With `path`, as fast-check prints them of a failure: replays it. */
  readonly seed?: number;
  readonly path?: string;
}

/** A promise of the port, named for what it promises. `hold` rejects, with a counter-example, if a store breaks it. */
export interface Law {
  readonly name: string;
  readonly hold: (open: OpenNoteStore, options?: LawOptions) => Promise<void>;
}

const usualRuns = 50;
/** Milliseconds. Runners of tests give up after five seconds, and a store over a network takes its time. */
const patience = 2500;

interface LawShape {
  /**
   * What part of the runs a law draws that goes through much in each: one of `parts`, and one at least. What it says of a failure
   * names the one thing of many, so that no smaller case is looked for.
   */
  readonly parts?: number;
}

/** A law over drawn cases, each with a store of its own. */
export const law = <T>(
  name: string,
  cases: fc.Arbitrary<T>,
  check: (store: OpenedNoteStore, drawn: T) => Promise<void>,
  { parts = 1 }: LawShape = {},
): Law => ({
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
    await fc.assert(property, { numRuns: Math.ceil((runs ?? usualRuns) / parts), endOnFailure: parts > 1, ...replay });
  },
});

export const must = (holds: boolean, otherwise: string): void => {
  if (!holds) throw new Error(otherwise);
};
