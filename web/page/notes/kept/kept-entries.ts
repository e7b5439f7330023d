import type { Entry } from '../outbox/entry.ts';
import type { Entries } from '../outbox/send.ts';
import { forgotten } from './channel.ts';
import { changeKept, readAllKept } from './database.ts';

/** A user's entries, kept by the browser over reloads, for all tabs. */
export const createKeptEntries = (sub: string): Entries => ({
  all: () => readAllKept<Entry>('entries', sub),
  change: async (noteId, change) =>
    forgotten.has(sub) ? undefined : changeKept<Entry>('entries', sub, noteId, change),
});

/** Where the browser keeps nothing, as in some private windows, or no more, as its disk is full: until the page is left. */
export const createUnkeptEntries = (known: ReadonlyMap<string, Entry>): Entries => {
  const entries = new Map(known);
  return {
    all: async () => [...entries.values()],
    change: async (noteId, change) => {
      const next = change(entries.get(noteId));
      if (next === undefined) entries.delete(noteId);
      else entries.set(noteId, next);
      return next;
    },
  };
};
