// Preserved in the declarations, because projects that compile them may have an older `lib`.
/// <reference lib="esnext.disposable" preserve="true" />
import type { AttachmentStore } from '../../ports/attachment-store.ts';
import type { Law } from '../law.ts';

/**
 * An attachment store as the laws open it, with what it may have besides its methods.
 *
 * @example
 * const opened: OpenedAttachmentStore = { ...attachments, maxBytes: 16 * 1024 * 1024 };
 */
export interface OpenedAttachmentStore extends AttachmentStore, Partial<AsyncDisposable> {
  /**
   * The most bytes of one file, at least 1 MiB. Up to 16 MiB, the laws try a file of just this size and a larger one.
   */
  readonly maxBytes?: number;
}

/**
 * Opens an empty store. The law disposes of it when the case that it was opened for is over.
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
