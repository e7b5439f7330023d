import type { Revision } from '../domain/note.ts';
import type { Expected } from './note-store.ts';

/**
 * Returns whether a note with this revision is as a write expects it.
 *
 * @example
 * const mayBeWritten = (note: Note): boolean => isExpected({ not: 'any' }, note.revision); // false of every note
 */
export const isExpected = (expected: Expected, revision: Revision): boolean => {
  if (expected === 'any') return true;
  if ('not' in expected) return expected.not !== 'any' && !expected.not.includes(revision);
  return expected.includes(revision);
};
