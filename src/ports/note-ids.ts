import type { NoteId } from '../domain/note.ts';

/**
 * Gives new notes their ids.
 *
 * @example
 * const fixed: NoteIds = { next: () => id };
 */
export interface NoteIds {
  /** An id never given before, by this process or another; later ids sort after earlier ones (UUIDv7). */
  next(): NoteId;
}
