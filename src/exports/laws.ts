/**
 * What a store of notes or of files promises, for an adapter of one's own and any runner of tests.
 *
 * @module owned-notes/laws
 */
export { attachmentLaws } from '../laws/attachments/attachment-laws.ts';
export type { AttachmentLaw, OpenAttachmentStore, OpenedAttachmentStore } from '../laws/attachments/opened-store.ts';
export type { Law, LawOptions, OpenedNoteStore, OpenNoteStore } from '../laws/law.ts';
export { laws } from '../laws/laws.ts';
export { type Runner, testAttachmentStoreLaws, testNoteStoreLaws } from '../laws/test-laws.ts';
