/** `owned-notes/laws/vitest`: the laws as vitest's tests. */
import { describe, test } from 'vitest';
import type { LawOptions, OpenNoteStore } from '../laws/law.ts';
import { noteStoreLaws as lawsBy } from '../laws/tests-of-laws.ts';

/**
 * Holds an adapter to everything that `NoteStore` promises, one test for each law. Reads must see what was written before:
 * open a store that reads eventually so that it reads consistently.
 */
export const noteStoreLaws = (name: string, open: OpenNoteStore, options: LawOptions = {}): void =>
  lawsBy(name, open, options, { describe, test });
