import { forgotten, type Message, openChannel } from './kept/channel.ts';
import { forgetKept, readAllKept } from './kept/database.ts';
import { type Entry, isSettled } from './outbox/entry.ts';

/** What the notes store on a user's device, such as drafts and waiting writes. */
export interface OnDevice {
  /** Resolves to the number of changes that were not sent yet. */
  unsent(sub: string): Promise<number>;
  /** Deletes all of it, for good. */
  forget(sub: string): Promise<void>;
}

/** A browser that stores nothing has nothing to forget. */
export const notesOnDevice: OnDevice = {
  unsent: async (sub) => {
    const [entries, uploads] = await Promise.all([
      readAllKept<Entry>('entries', sub).catch(() => []),
      readAllKept('uploads', sub).catch(() => []),
    ]);
    return entries.filter((entry) => !isSettled(entry)).length + uploads.length;
  },
  forget: async (sub) => {
    forgotten.add(sub);
    await forgetKept(sub).catch(() => {});
    const channel = openChannel(sub);
    channel.postMessage({ kind: 'Forgotten' } satisfies Message);
    channel.close();
  },
};
