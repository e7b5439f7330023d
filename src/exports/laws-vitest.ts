/**
 * The laws as vitest's tests.
 *
 * @module owned-notes/laws/vitest
 */
import { describe, test } from 'vitest';
import type { OpenAttachmentStore } from '../laws/attachments/opened-store.ts';
import type { LawOptions, OpenNoteStore } from '../laws/law.ts';
import * as laws from '../laws/tests-of-laws.ts';

/**
 * Holds an adapter to everything that `NoteStore` promises, one test for each law. Reads must see what was written before:
 * open a store that reads eventually so that it reads consistently.
 *
 * @example
 * noteStoreLaws('my store', async () => store);
 */
export const noteStoreLaws = (name: string, open: OpenNoteStore, options: LawOptions = {}): void =>
  laws.noteStoreLaws(name, open, options, { describe, test });

/**
 * Holds an adapter to everything that `AttachmentStore` promises, one test for each law.
 *
 * @example
 * attachmentStoreLaws('my store of files', async () => attachments, { runs: 20 });
 */
export const attachmentStoreLaws = (name: string, open: OpenAttachmentStore, options: LawOptions = {}): void =>
  laws.attachmentStoreLaws(name, open, options, { describe, test });
