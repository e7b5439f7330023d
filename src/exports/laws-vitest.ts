/**
 * The laws as vitest's tests.
 *
 * @module owned-notes/laws/vitest
 */
import { describe, test } from 'vitest';
import type { OpenAttachmentStore } from '../laws/attachments/opened-store.ts';
import type { LawOptions, OpenNoteStore } from '../laws/law.ts';
import * as laws from '../laws/test-laws.ts';

/**
 * Holds an adapter to everything that `NoteStore` promises, one test for each law. Reads must see what was written before:
 * open a store that reads eventually so that it reads consistently.
 *
 * @example
 * testNoteStoreLaws('my store', async () => store);
 */
export const testNoteStoreLaws = (name: string, open: OpenNoteStore, options: LawOptions = {}): void =>
  laws.testNoteStoreLaws(name, open, options, { describe, test });

/**
 * Holds an adapter to everything that `AttachmentStore` promises, one test for each law.
 *
 * @example
 * testAttachmentStoreLaws('my store of files', async () => attachments, { runs: 20 });
 */
export const testAttachmentStoreLaws = (name: string, open: OpenAttachmentStore, options: LawOptions = {}): void =>
  laws.testAttachmentStoreLaws(name, open, options, { describe, test });
