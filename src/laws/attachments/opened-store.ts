// Preserved in the declarations: who compiles them may have an older `lib`.
/// <reference lib="esnext.disposable" preserve="true" />
import type { AttachmentStore } from '../../ports/attachment-store.ts';
import type { Law } from '../law.ts';
import { lawsOver } from '../law-over.ts';

/** What a store may have besides its methods, for the laws. */
export interface OpenedAttachmentStore extends AttachmentStore, Partial<AsyncDisposable> {
  /** The most bytes of one file, from 1 MiB on: up to 16 MiB, the laws try one of just so many, and one of more. */
  readonly maxBytes?: number;
}

/** Opens an empty store. It is disposed of when the case that it was opened for is over. */
export type OpenAttachmentStore = () => Promise<OpenedAttachmentStore>;

export type AttachmentLaw = Law<OpenedAttachmentStore>;

export const law = lawsOver<OpenedAttachmentStore>();
