import type { Entry } from '../outbox/entry.ts';
import type { Entries } from '../outbox/send.ts';
import { forgotten } from './channel.ts';
import { changeKept, readAllKept } from './database.ts';

/** Creates a user's entries in the browser's database: they survive reloads, and all tabs share them. */
export const createKeptEntries = (sub: string): Entries => ({
  all: () => readAllKept<Entry>('entries', sub),
  change: async (noteId, change) =>
    forgotten.has(sub) ? undefined : changeKept<Entry>('entries', sub, noteId, change),
});

/** The entries of this page that the browser does not store, by user. */
const unkept = new Map<string, ReadonlyMap<string, Entry>>();

export const findUnkept = (sub: string): ReadonlyMap<string, Entry> | undefined => unkept.get(sub);
export const forgetUnkept = (sub: string): void => void unkept.delete(sub);

/**
 * Creates a user's entries in memory, which last until the page is left. They are for browsers that store nothing, as
 * in some private windows, or nothing more, because the disk is full.
 */
export const createUnkeptEntries = (sub: string, known: ReadonlyMap<string, Entry>): Entries => {
  const entries = new Map(known);
  unkept.set(sub, entries);
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
