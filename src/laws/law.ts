// Preserved in the declarations: who compiles them may have an older `lib`.
/// <reference lib="esnext.disposable" preserve="true" />
import type { NoteStore } from '../ports/note-store.ts';

/**
 * What a store may have besides its methods, for the laws.
 *
 * @example
 * const opened: OpenedNoteStore = { ...store, [Symbol.asyncDispose]: async () => console.log('closed') };
 */
export interface OpenedNoteStore extends NoteStore, Partial<AsyncDisposable> {
  /**
   * Everything that the store keeps, as one text, such as a dump of its tables. With it, the laws can see that a text is gone
   * that was deleted or replaced; the port alone does not show it.
   */
  everything?(): Promise<string>;
}

/**
 * Opens an empty store. It is disposed of when the case that it was opened for is over.
 *
 * @example
 * const open: OpenNoteStore = async () => store;
 */
export type OpenNoteStore = () => Promise<OpenedNoteStore>;

/**
 * Options for holding a law against a store.
 *
 * @example
 * const replay: LawOptions = { seed: 1234567, path: '3:0:1' };
 */
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

/**
 * A promise of a port, named for what it promises. `hold` rejects, with a counter-example, if a store breaks it.
 *
 * @example
 * const holdAll = async (all: readonly Law[]): Promise<void> => {
 *   for (const { hold } of all) await hold(async () => store, { runs: 10 });
 * };
 */
export interface Law<Store = OpenedNoteStore> {
  readonly name: string;
  /** Checks the law against stores that `open` opens, one per case. */
  readonly hold: (open: () => Promise<Store>, options?: LawOptions) => Promise<void>;
}
