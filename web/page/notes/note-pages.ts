import type { CallFailure, Note, NotesClient } from 'owned-notes/client';

export interface Pages {
  readonly notes: ReadonlyMap<string, Note>;
  /** The id after which the next page starts. Absent at the end, and before the first page. */
  readonly next?: string | undefined;
  readonly isLoading: boolean;
  readonly hasBegun: boolean;
  readonly failure?: CallFailure | undefined;
}

/** The server's list, as far as the user has scrolled. */
export interface NotePages {
  subscribe(listener: () => void): () => void;
  state(): Pages;
  more(): void;
  /** Reloads from the start. What is shown stays until then. */
  refresh(): void;
  /** Adds a note from a write or a read, which is newer than the list. */
  put(note: Note): void;
  drop(noteId: string): void;
}

const pageSize = 40;

export const createNotePages = (client: Pick<NotesClient, 'list'>): NotePages => {
  const listeners = new Set<() => void>();
  let state: Pages = { notes: new Map(), isLoading: false, hasBegun: false };
  let asking = 0;
  const show = (next: Partial<Pages>) => {
    state = { ...state, ...next };
    for (const listener of listeners) listener();
  };
  const ask = async (after: string | undefined) => {
    const asked = ++asking;
    show({ isLoading: true, failure: undefined });
    const page = await client.list({ limit: pageSize, after });
    // A later request has superseded this one.
    if (asked !== asking) return;
    if (page.isErr()) return show({ isLoading: false, failure: page.error });
    const { notes, next } = page.value;
    const all = new Map(after === undefined ? [] : state.notes);
    for (const note of notes) all.set(note.noteId, note);
    show({ notes: all, next, isLoading: false, hasBegun: true });
  };
  const change = (edit: (notes: Map<string, Note>) => unknown) => {
    const notes = new Map(state.notes);
    edit(notes);
    show({ notes });
  };
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    state: () => state,
    more: () => {
      if (state.isLoading || (state.hasBegun && state.next === undefined)) return;
      void ask(state.next);
    },
    refresh: () => void ask(undefined),
    put: (note) => change((notes) => notes.set(note.noteId, note)),
    drop: (noteId) => change((notes) => notes.delete(noteId)),
  };
};
