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

/** Entries that the browser does not store, by note; `undefined` for those that are done with. */
export type Unkept = Map<string, Entry | undefined>;

const unkept = new Map<string, Unkept>();

/**
 * Returns a user's entries in this page's memory, which last until it is left. They are for browsers that store
 * nothing, as in some private windows, or nothing more, because the disk is full.
 */
export const findUnkept = (sub: string): Unkept => {
  const entries: Unkept = unkept.get(sub) ?? new Map();
  unkept.set(sub, entries);
  return entries;
};

export const forgetUnkept = (sub: string): void => void unkept.delete(sub);
