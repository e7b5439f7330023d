import { randomBytes } from 'node:crypto';
import type { Revision } from '../../domain/note.ts';
import type { Revisions } from '../../ports/revisions.ts';

/** 96 random bits, as 16 characters of base64url: all of them allowed in an ETag. */
export const randomRevisions: Revisions = { next: () => randomBytes(12).toString('base64url') as Revision };
