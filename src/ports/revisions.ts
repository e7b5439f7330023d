import type { Revision } from '../domain/note.ts';

/**
 * Gives each write its revision.
 *
 * @example
 * const counted = (texts: string[]): Revisions => ({ next: () => parseRevision(texts.pop() ?? '')._unsafeUnwrap() });
 */
export interface Revisions {
  /** A token that no other write has or will have: at least 96 random bits. */
  next(): Revision;
}
