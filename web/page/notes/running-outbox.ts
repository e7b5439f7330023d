import { forgotten, type Message, openChannel } from './kept/channel.ts';
import { readKept } from './kept/database.ts';
import { createKeptEntries, findUnkept } from './kept/kept-entries.ts';
import { withLock } from './kept/lock.ts';
import type { Entry } from './outbox/entry.ts';
import type { Entries, Writes } from './outbox/send.ts';
import { type SendingLoop, startSendingLoop } from './sending-loop.ts';

export interface OutboxState {
  readonly entries: ReadonlyMap<string, Entry>;
  /** The note that is being sent, in whichever tab. */
  readonly sending: string | undefined;
  readonly isLoaded: boolean;
  /** Whether the outbox outlives the page. */
  readonly isKept: boolean;
}

/** The outbox as a tab sees it. */
export interface Outbox {
  subscribe(listener: () => void): () => void;
  state(): OutboxState;
  change(noteId: string, change: (entry: Entry | undefined) => Entry | undefined): Promise<Entry | undefined>;
  /** Sends what waits now, without delay. */
  flush(): void;
  stop(): void;
}

export interface OutboxListeners {
  /** Receives each entry that is no longer stored, because the server has it. */
  readonly onDropped: (entry: Entry) => void;
  /** Called when another tab has discarded all entries, because the user signed out there. */
  readonly onForgotten: (isShared: boolean) => void;
}

/**
 * Runs a user's outbox: it sends in one tab at a time, and shows its state in each. Entries that the browser does not
 * store are in this tab's memory, and nobody else sends them.
 */
export const createRunningOutbox = (
  sub: string,
  client: Writes,
  { onDropped, onForgotten }: OutboxListeners,
): Outbox => {
  forgotten.delete(sub);
  const channel = openChannel(sub);
  const stopping = new AbortController();
  const listeners = new Set<() => void>();
  const stored = createKeptEntries(sub);
  const memory = findUnkept(sub);
  let state: OutboxState = { entries: new Map(), sending: undefined, isLoaded: false, isKept: memory.size === 0 };
  const show = (next: Partial<OutboxState>) => {
    state = { ...state, ...next };
    for (const listener of listeners) listener();
  };
  const post = (message: Message) => {
    if (!stopping.signal.aborted) channel.postMessage(message);
  };
  const showEntries = (entries: ReadonlyMap<string, Entry>) => {
    for (const [noteId, entry] of state.entries) if (!entries.has(noteId)) onDropped(entry);
    show({ entries, isLoaded: true });
  };
  let sending: { readonly loop: SendingLoop; readonly ending: AbortController } | undefined;
  const endSending = () => {
    sending?.ending.abort();
    sending?.loop.wake(true);
  };
  const keptNoMore = () => {
    if (!state.isKept) return;
    show({ isKept: false });
    // Another tab may still be able to store what it sends.
    endSending();
  };
  const load = async () => {
    const all = await stored.all().catch(() => {
      keptNoMore();
      return [];
    });
    const known = new Map<string, Entry | undefined>([...all.map((each) => [each.noteId, each] as const), ...memory]);
    showEntries(new Map([...known].filter((each): each is [string, Entry] => each[1] !== undefined)));
  };
  type Change = Parameters<Entries['change']>[1];
  const inMemory = (noteId: string, change: Change): Entry | undefined => {
    const next = change(memory.has(noteId) ? memory.get(noteId) : state.entries.get(noteId));
    memory.set(noteId, next);
    keptNoMore();
    sendMemory();
    // What is done with must not come back from an older state.
    if (next === undefined) void stored.change(noteId, () => undefined).catch(() => {});
    return next;
  };
  const showEntry = (noteId: string, entry: Entry | undefined) => {
    const entries = new Map(state.entries);
    if (entry === undefined) entries.delete(noteId);
    else entries.set(noteId, entry);
    showEntries(entries);
  };
  const changed = async (noteId: string, change: Change) => {
    const next = memory.has(noteId)
      ? inMemory(noteId, change)
      : await stored.change(noteId, change).catch(() => inMemory(noteId, change));
    showEntry(noteId, next);
    post({ kind: 'Changed', noteId });
    return next;
  };
  /** Shows what another tab has stored. */
  const reread = async (noteId: string) => {
    const entry = await readKept<Entry>('entries', sub, noteId).catch(() => state.entries.get(noteId));
    if (!memory.has(noteId)) showEntry(noteId, entry);
  };

  const onSending = (sending: string | undefined) => {
    show({ sending });
    post({ kind: 'Sending', noteId: sending });
  };
  const loopOver = (all: Entries['all'], ending: AbortSignal) =>
    startSendingLoop({ all, change: changed }, client, onSending, ending);
  const allStored = async () => (await stored.all().catch(() => [])).filter(({ noteId }) => !memory.has(noteId));
  const ofMemory = loopOver(async () => [...memory.values()].filter((entry) => entry !== undefined), stopping.signal);
  const wake = (isUrgent: boolean) => {
    for (const loop of [sending?.loop, ofMemory]) loop?.wake(isUrgent);
  };

  const onOnline = () => wake(true);
  addEventListener('online', onOnline);
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'Sending') return show({ sending: data.noteId });
    if (data.kind === 'Flush') return wake(true);
    if (data.kind === 'Uploading') return;
    // Unless the message is this page's own.
    if (data.kind === 'Forgotten') return forgotten.has(sub) ? undefined : onForgotten(data.isShared);
    void reread(data.noteId).then(() => wake(false));
  };
  const loaded = load();
  // The browser releases the lock when a tab closes; the next tab that waits for it takes over.
  const sendStored = () =>
    withLock(`owned-notes/outbox/${sub}`, stopping.signal, async () => {
      await loaded;
      const ending = new AbortController();
      sending = { loop: loopOver(allStored, ending.signal), ending };
      if (!stopping.signal.aborted) await sending.loop.run();
      sending = undefined;
    });
  const takeTurns = async () => {
    while (!stopping.signal.aborted) await sendStored();
  };
  void takeTurns().catch((error) => {
    if (!stopping.signal.aborted) throw error;
  });
  let isSendingMemory = false;
  function sendMemory() {
    if (isSendingMemory) return;
    isSendingMemory = true;
    void loaded.then(ofMemory.run);
  }
  if (memory.size > 0) sendMemory();

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    state: () => state,
    change: async (noteId, change) => {
      const next = await changed(noteId, change);
      wake(false);
      return next;
    },
    flush: () => {
      wake(true);
      post({ kind: 'Flush' });
    },
    stop: () => {
      stopping.abort();
      removeEventListener('online', onOnline);
      endSending();
      wake(true);
      channel.close();
      listeners.clear();
    },
  };
};
