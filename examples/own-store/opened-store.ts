import type { DatabaseSync } from 'node:sqlite';
import type { OpenedNoteStore } from 'owned-notes/laws';
import { sqliteNoteStore } from './sqlite-note-store.ts';

/** The store as the laws use it: with a dump, which shows that deleted texts are gone, and with a way to close it. */
export const openedStore = (database: DatabaseSync): OpenedNoteStore => ({
  ...sqliteNoteStore(database),
  everything: async () => JSON.stringify(database.prepare('SELECT * FROM notes').all()),
  [Symbol.asyncDispose]: async () => database.close(),
});
