// Preserved in the declarations: who compiles them may have an older `lib`.
/// <reference lib="esnext.disposable" preserve="true" />
import type { AttachmentStore } from '../../ports/attachment-store.ts';
import type { Law } from '../law.ts';

/**
 * What a store may have besides its methods, for the laws.
 *
 * @example
 * const opened: OpenedAttachmentStore = { ...attachments, maxBytes: 16 * 1024 * 1024 };
 */
export interface OpenedAttachmentStore extends AttachmentStore, Partial<AsyncDisposable> {
  /** The most bytes of one file, from 1 MiB on: up to 16 MiB, the laws try one of just so many, and one of more. */
  readonly maxBytes?: number;
}

/**
 * Opens an empty store. It is disposed of when the case that it was opened for is over.
 *
 * @example
 * const open: OpenAttachmentStore = async () => attachments;
 */
export type OpenAttachmentStore = () => Promise<OpenedAttachmentStore>;

/**
 * A promise of `AttachmentStore`.
 *
 * @example
 * const named = (law: AttachmentLaw): string => law.name;
 */
export type AttachmentLaw = Law<OpenedAttachmentStore>;
