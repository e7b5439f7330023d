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
  /** Loads the next page. After a failure, repeats the request that failed. */
  more(): void;
  /** Reloads from the start. What is shown stays until then. */
  refresh(): void;
  /** Adds a note from a write or a read, which is newer than the list. */
  put(note: Note): void;
  drop(noteId: string): void;
  /** Returns a note as it was last listed, written or read, whether it is in the list or not. */
  find(noteId: string): Note | undefined;
}

const pageSize = 40;

export const createNotePages = (client: Pick<NotesClient, 'list'>): NotePages => {
  const listeners = new Set<() => void>();
  let state: Pages = { notes: new Map(), isLoading: false, hasBegun: false };
  const known = new Map<string, Note>();
  /** What was put, or dropped, since the last request began: its answer may be older. */
  let changed = new Map<string, Note | undefined>();
  let asked: { readonly after: string | undefined } | undefined;
  let asking = 0;
  const show = (next: Partial<Pages>) => {
    state = { ...state, ...next };
    for (const listener of listeners) listener();
  };
  const ask = async (after: string | undefined) => {
    const turn = ++asking;
    asked = { after };
    changed = new Map();
    show({ isLoading: true, failure: undefined });
    const page = await client.list({ limit: pageSize, after });
    // A later request has superseded this one.
    if (turn !== asking) return;
    if (page.isErr()) return show({ isLoading: false, failure: page.error });
    const { notes, next } = page.value;
    const all = new Map(after === undefined ? [] : state.notes);
    for (const note of notes) set(all, note.noteId, note);
    for (const [noteId, note] of changed) set(all, noteId, note);
    show({ notes: all, next, isLoading: false, hasBegun: true });
  };
  const set = (notes: Map<string, Note>, noteId: string, note: Note | undefined) => {
    for (const map of [notes, known])
      if (note === undefined) map.delete(noteId);
      else map.set(noteId, note);
  };
  const change = (noteId: string, note: Note | undefined) => {
    const notes = new Map(state.notes);
    set(notes, noteId, note);
    changed.set(noteId, note);
    show({ notes });
  };
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    state: () => state,
    more: () => {
      if (state.isLoading) return;
      if (state.failure !== undefined) return void ask(asked?.after);
      if (!state.hasBegun || state.next !== undefined) void ask(state.next);
    },
    refresh: () => void ask(undefined),
    put: (note) => change(note.noteId, note),
    drop: (noteId) => change(noteId, undefined),
    find: (noteId) => known.get(noteId),
  };
};
