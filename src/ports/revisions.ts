import type { Revision } from '../domain/note.ts';

/**
 * A source of a fresh revision for each write.
 *
 * @example
 * const counted = (texts: string[]): Revisions => ({ next: () => parseRevision(texts.pop() ?? '')._unsafeUnwrap() });
 */
export interface Revisions {
  /** Returns a token that no other write has or will have: at least 96 random bits. */
  next(): Revision;
}
