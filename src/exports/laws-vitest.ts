/** `owned-notes/laws/vitest`: the laws as vitest's tests. */
import { describe, test } from 'vitest';
import type { OpenAttachmentStore } from '../laws/attachments/opened-store.ts';
import type { LawOptions, OpenNoteStore } from '../laws/law.ts';
import * as laws from '../laws/tests-of-laws.ts';

/**
 * Holds an adapter to everything that `NoteStore` promises, one test for each law. Reads must see what was written before:
 * open a store that reads eventually so that it reads consistently.
 */
export const noteStoreLaws = (name: string, open: OpenNoteStore, options: LawOptions = {}): void =>
  laws.noteStoreLaws(name, open, options, { describe, test });

/** Holds an adapter to everything that `AttachmentStore` promises, one test for each law. */
export const attachmentStoreLaws = (name: string, open: OpenAttachmentStore, options: LawOptions = {}): void =>
  laws.attachmentStoreLaws(name, open, options, { describe, test });
