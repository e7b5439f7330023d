/**
 * The laws as Vitest tests.
 *
 * @module owned-notes/laws/vitest
 */
import { describe, test } from 'vitest';
import type { OpenAttachmentStore } from '../laws/attachments/opened-store.ts';
import type { LawOptions, OpenNoteStore } from '../laws/law.ts';
import * as laws from '../laws/laws-in-a-runner.ts';

/**
 * Holds an adapter to everything that `NoteStore` promises, with one test per law. Reads must see earlier writes: if
 * your store reads with eventual consistency, open it with consistent reads.
 *
 * @example
 * testNoteStoreLaws('my store', async () => store);
 */
export const testNoteStoreLaws = (name: string, open: OpenNoteStore, options: LawOptions = {}): void =>
  laws.testNoteStoreLaws(name, open, options, { describe, test });

/**
 * Holds an adapter to everything that `AttachmentStore` promises, with one test per law.
 *
 * @example
 * testAttachmentStoreLaws('my store of files', async () => attachments, { runs: 20 });
 */
export const testAttachmentStoreLaws = (name: string, open: OpenAttachmentStore, options: LawOptions = {}): void =>
  laws.testAttachmentStoreLaws(name, open, options, { describe, test });
