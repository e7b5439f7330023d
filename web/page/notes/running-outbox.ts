import { forgotten, type Message, openChannel } from './kept/channel.ts';
import { createKeptEntries, createUnkeptEntries, findUnkept } from './kept/kept-entries.ts';
import { withLock } from './kept/lock.ts';
import type { Entry } from './outbox/entry.ts';
import type { Entries, Writes } from './outbox/send.ts';
import { startSendingLoop } from './sending-loop.ts';

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
 * Runs a user's outbox: it sends in one tab at a time, and shows its state in each. A tab whose browser stores nothing
 * has an outbox of its own, and sends it itself.
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
  const unkept = findUnkept(sub);
  let sendAlone = () => {};
  const alone = new Promise<void>((resolve) => {
    sendAlone = resolve;
  });
  let kept: Entries = unkept === undefined ? createKeptEntries(sub) : createUnkeptEntries(sub, unkept);
  let state: OutboxState = { entries: new Map(), sending: undefined, isLoaded: false, isKept: unkept === undefined };

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
  /** Continues in memory with what is known, and tells the user. */
  const keepNoMore = (): Entries => {
    if (!state.isKept) return kept;
    kept = createUnkeptEntries(sub, state.entries);
    show({ isKept: false });
    sendAlone();
    return kept;
  };
  const all = () => kept.all().catch(() => keepNoMore().all());
  const load = async () => {
    showEntries(new Map((await all()).map((entry) => [entry.noteId, entry])));
  };
  type Change = Parameters<Entries['change']>[1];
  // Reads use this too: transactions end in the order in which they began, so what is shown last is what is stored.
  const shown = async (noteId: string, change: Change) => {
    const next = await kept.change(noteId, change).catch(() => keepNoMore().change(noteId, change));
    const entries = new Map(state.entries);
    if (next === undefined) entries.delete(noteId);
    else entries.set(noteId, next);
    showEntries(entries);
    return next;
  };
  const changed = async (noteId: string, change: Change) => {
    const next = await shown(noteId, change);
    post({ kind: 'Changed', noteId });
    return next;
  };

  const onSending = (sending: string | undefined) => {
    show({ sending });
    post({ kind: 'Sending', noteId: sending });
  };
  const own: Entries = { all, change: changed };
  const { run, wake } = startSendingLoop(own, client, onSending, stopping.signal);

  const onOnline = () => wake(true);
  addEventListener('online', onOnline);
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'Sending') return show({ sending: data.noteId });
    if (data.kind === 'Flush') return wake(true);
    if (data.kind === 'Uploading') return;
    // Unless the message is this page's own.
    if (data.kind === 'Forgotten') return forgotten.has(sub) ? undefined : onForgotten(data.isShared);
    void shown(data.noteId, (entry) => entry).then(() => wake(false));
  };
  const loaded = load();
  let running: Promise<void> | undefined;
  const runOnce = () => {
    running ??= loaded.then(run);
    return running;
  };
  // The browser releases the lock when a tab closes; the next tab that waits for it takes over. So it does when this
  // tab's entries are in memory: nobody else can send those, and this tab sends no others.
  const lock = `owned-notes/outbox/${sub}`;
  void withLock(lock, stopping.signal, () => Promise.race([runOnce(), alone])).catch((error) => {
    if (!stopping.signal.aborted) throw error;
  });
  void alone.then(runOnce);
  if (unkept !== undefined) sendAlone();

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
      wake(true);
      channel.close();
      listeners.clear();
    },
  };
};
