import type { Revision } from '../domain/note.ts';

export interface Revisions {
  /** A token that no other write has or will have: at least 96 random bits. */
  next(): Revision;
}
