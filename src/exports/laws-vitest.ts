/** `owned-notes/laws/vitest`: the laws as vitest's tests. */
import { describe, test } from 'vitest';
import { type LawOptions, laws, type OpenNoteStore } from '../ports/note-store.laws.ts';

/**
 * Holds an adapter to everything that `NoteStore` promises, one test for each law. Reads must see what was written before:
 * open a store that reads eventually so that it reads consistently.
 */
export const noteStoreLaws = (name: string, open: OpenNoteStore, options: LawOptions = {}): void => {
  describe(`${name} keeps the laws of a note store`, () => {
    for (const { name: promise, hold } of laws) test(promise, () => hold(open, options));
  });
};
