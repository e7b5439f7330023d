import { createLawMaker } from '../law-over.ts';
import type { OpenedAttachmentStore } from './opened-store.ts';

/** Creates a law over drawn cases, each with an attachment store of its own. */
export const law = createLawMaker<OpenedAttachmentStore>();
