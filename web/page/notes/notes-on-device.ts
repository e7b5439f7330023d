import { forgotten, type Message, openChannel } from './kept/channel.ts';
import { forgetKept, readAllKept } from './kept/database.ts';
import { type Entry, isSettled } from './outbox/entry.ts';

/** What notes keep on the device of a user, such as drafts and writes that wait. */
export interface OnDevice {
  /** How many changes were not sent yet. */
  unsent(sub: string): Promise<number>;
  /** Forgets all of it, for good. */
  forget(sub: string): Promise<void>;
}

/** A browser that keeps nothing has nothing to forget. */
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
