import { createLawMaker } from '../law-over.ts';
import type { OpenedAttachmentStore } from './opened-store.ts';

/** A law over drawn cases, each with a store of files of its own. */
export const law = createLawMaker<OpenedAttachmentStore>();
