/**
 * The laws that a store of notes or of files must obey, for your own adapter and any test runner.
 *
 * @module owned-notes/laws
 */
export { attachmentLaws } from '../laws/attachments/attachment-laws.ts';
export type { AttachmentLaw, OpenAttachmentStore, OpenedAttachmentStore } from '../laws/attachments/opened-store.ts';
export type { Law, LawOptions, OpenedNoteStore, OpenNoteStore } from '../laws/law.ts';
export { laws } from '../laws/laws.ts';
export { type Runner, testAttachmentStoreLaws, testNoteStoreLaws } from '../laws/laws-in-a-runner.ts';
