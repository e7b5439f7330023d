// Preserved in the declarations, because projects that compile them may have an older `lib`.
/// <reference lib="esnext.disposable" preserve="true" />
import type { NoteStore } from '../ports/note-store.ts';

/**
 * A note store as the laws open it, with what it may have besides its methods.
 *
 * @example
 * const opened: OpenedNoteStore = { ...store, [Symbol.asyncDispose]: async () => console.log('closed') };
 */
export interface OpenedNoteStore extends NoteStore, Partial<AsyncDisposable> {
  /**
   * Returns everything that the store keeps, as one text, such as a dump of its tables. With it, the laws can check
   * that a deleted or replaced text is gone, which the port alone does not show.
   */
  everything?(): Promise<string>;
}

/**
 * Opens an empty store. The law disposes of it when the case that it was opened for is over.
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
   * The number of cases that a law draws. Default: 50, or as many as begin within 2.5 seconds, but at least one. A law
   * that goes through many things one by one does so in each case, and draws a fraction of the number.
   */
  readonly runs?: number;
  /** With `path`, as fast-check prints them for a failure: replays that failure. */
  readonly seed?: number;
  readonly path?: string;
}

/**
 * A promise of a port, named for what it promises. `hold` rejects with a counter-example if a store breaks it.
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
