import { forgotten, type Message, openChannel } from './kept/channel.ts';
import { forgetKept, hasDatabase, readAllKept } from './kept/database.ts';
import { findUnkept, forgetUnkept } from './kept/kept-entries.ts';
import { type Entry, isSettled } from './outbox/entry.ts';

/** What there is of a user's notes on their device, such as drafts and waiting writes. */
export interface OnDevice {
  /** Resolves to the number of changes that were not sent yet, whether they are stored or in this page's memory. */
  unsent(sub: string): Promise<number>;
  /**
   * Deletes all of it, for good. Resolves to whether that is done. `isShared`: the sign-in that ended was that of all
   * tabs.
   */
  forget(sub: string, isShared: boolean): Promise<boolean>;
}

export const notesOnDevice: OnDevice = {
  unsent: async (sub) => {
    const [stored, uploads] = await Promise.all([
      readAllKept<Entry>('entries', sub).catch(() => []),
      readAllKept('uploads', sub).catch(() => []),
    ]);
    const entries = new Map([...stored.map((entry) => [entry.noteId, entry] as const), ...findUnkept(sub)]);
    return [...entries.values()].filter((entry) => entry && !isSettled(entry)).length + uploads.length;
  },
  forget: async (sub, isShared) => {
    forgotten.add(sub);
    forgetUnkept(sub);
    const isDone = await forgetKept(sub).then(
      () => true,
      // A browser that allows no database has nothing to delete.
      () => !hasDatabase(),
    );
    const channel = openChannel(sub);
    channel.postMessage({ kind: 'Forgotten', isShared } satisfies Message);
    channel.close();
    return isDone;
  },
};
