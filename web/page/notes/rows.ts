import type { Draft, Note } from 'owned-notes/client';
import { type Entry, findPhase, type Phase, selectTexts } from './outbox/entry.ts';

/** A note of the list, as the user wants it to be. */
export interface Row {
  readonly noteId: string;
  readonly texts: Draft;
  /** When it was last changed, in epoch milliseconds. */
  readonly time: number;
  readonly phase: Phase;
}

/**
 * Creates the list's rows: the notes that the server listed, overlaid with local changes. They are sorted by id, newest
 * first, like the server's list. `next` is where the list continues: saved notes after it are left out, because they
 * come with later pages.
 */
export const createRows = (
  notes: ReadonlyMap<string, Note>,
  entries: ReadonlyMap<string, Entry>,
  next?: string,
): readonly Row[] => {
  const rows = new Map<string, Row>();
  for (const [noteId, note] of notes)
    rows.set(noteId, { noteId, texts: selectTexts(note), time: note.updatedAt ?? note.createdAt, phase: 'Saved' });
  for (const [noteId, entry] of entries) {
    const phase = findPhase(entry);
    if (entry.isGone) rows.delete(noteId);
    else if (rows.has(noteId) || next === undefined || noteId >= next || phase !== 'Saved') {
      const { updatedAt, createdAt } = entry.base ?? {};
      const time = phase === 'Saved' ? (updatedAt ?? createdAt ?? entry.writtenAt) : entry.writtenAt;
      rows.set(noteId, { noteId, texts: entry.wanted.texts, time, phase });
    }
  }
  return [...rows.values()].toSorted((one, other) => (one.noteId < other.noteId ? 1 : -1));
};

/** Splits a note's content for a list: the first non-blank line, and what follows it. */
export const splitHeadline = (content: string): { readonly title: string; readonly rest: string } => {
  const [title = '', ...rest] = content.split('\n').flatMap((line) => line.trim() || []);
  return { title: title.slice(0, 200), rest: rest.join(' ').slice(0, 200) };
};
