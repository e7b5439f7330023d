import type { NoteId } from '../domain/note.ts';

/**
 * A source of ids for new notes.
 *
 * @example
 * const fixed: NoteIds = { next: () => id };
 */
export interface NoteIds {
  /** Returns an id that no process has returned before; later ids sort after earlier ones (UUIDv7). */
  next(): NoteId;
}
