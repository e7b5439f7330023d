import { channelOf, forgotten, type Message } from './kept/channel.ts';
import { keptEntries, unkeptEntries } from './kept/kept-entries.ts';
import { type Entry, isSettled } from './outbox/entry.ts';
import { type Entries, sendAll, type Writes } from './outbox/send.ts';
import { takenOver } from './outbox/steps.ts';

export interface OutboxState {
  readonly entries: ReadonlyMap<string, Entry>;
  /** The note whose write is on its way, in whichever tab. */
  readonly sending: string | undefined;
  readonly isLoaded: boolean;
  /** Whether it outlives the page. */
  readonly isKept: boolean;
}

/** The outbox as a tab sees it. */
export interface Outbox {
  subscribe(listener: () => void): () => void;
  state(): OutboxState;
  change(noteId: string, change: (entry: Entry | undefined) => Entry | undefined): Promise<Entry | undefined>;
  /** Sends what waits now, and not in a moment. */
  flush(): void;
  stop(): void;
}

/** Milliseconds for which writes are gathered before they are sent. */
const gathering = 1_200;
/** Milliseconds until what failed is tried again: the shortest, doubled each time, and the longest. */
const [soonest, latest] = [2_000, 60_000];

/**
 * Runs the outbox of a user: in one tab at a time it sends; in each, it shows. `onDropped` is told of what is not kept any
 * more, as it is with the server.
 */
export const runningOutbox = (sub: string, client: Writes, onDropped: (entry: Entry) => void): Outbox => {
  forgotten.delete(sub);
  const channel = channelOf(sub);
  const stopping = new AbortController();
  const listeners = new Set<() => void>();
  let kept: Entries = keptEntries(sub);
  let state: OutboxState = { entries: new Map(), sending: undefined, isLoaded: false, isKept: true };
  let wake = (_isUrgent: boolean): void => {};

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
  /** What is known goes on in memory, and the user is told. */
  const keepNoMore = (): Entries => {
    kept = unkeptEntries(state.entries);
    show({ isKept: false });
    return kept;
  };
  const load = async () => {
    const all = await kept.all().catch(() => keepNoMore().all());
    showEntries(new Map(all.map((entry) => [entry.noteId, entry])));
  };
  const changed = async (noteId: string, change: Parameters<Entries['change']>[1]) => {
    const next = await kept.change(noteId, change).catch(() => keepNoMore().change(noteId, change));
    const entries = new Map(state.entries);
    if (next === undefined) entries.delete(noteId);
    else entries.set(noteId, next);
    showEntries(entries);
    post({ kind: 'Changed', noteId });
    return next;
  };

  const onSending = (sending: string | undefined) => {
    show({ sending });
    post({ kind: 'Sending', noteId: sending });
  };
  const send = async () => {
    await loaded;
    // Whoever sent before is gone, and so is what it was sending.
    onSending(undefined);
    const own: Entries = { all: () => kept.all(), change: changed };
    for (const { noteId } of await kept.all())
      await changed(noteId, (entry) => (entry === undefined || isSettled(entry) ? undefined : takenOver(entry)));
    let pause = soonest;
    while (!stopping.signal.aborted) {
      const round = navigator.onLine ? await sendAll(own, client, Date.now, onSending) : { isHeldUp: true };
      pause = round.isHeldUp ? Math.min(pause * 2, latest) : soonest;
      const due = 'next' in round && round.next !== undefined ? round.next - Date.now() : Number.POSITIVE_INFINITY;
      await rest(round.isHeldUp ? Math.min(pause, due) : due, round.isHeldUp);
    }
  };
  /** Until that is over, or there is something to do. What is held up is not tried again for each letter that is typed. */
  const rest = (milliseconds: number, isHeldUp: boolean) =>
    new Promise<void>((resolve) => {
      let timer = Number.isFinite(milliseconds) ? setTimeout(resolve, Math.max(milliseconds, 50)) : undefined;
      wake = (isUrgent) => {
        if (isHeldUp && !isUrgent) return;
        clearTimeout(timer);
        timer = setTimeout(resolve, isUrgent ? 0 : gathering);
      };
    });

  const onOnline = () => wake(true);
  addEventListener('online', onOnline);
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'Sending') show({ sending: data.noteId });
    else {
      if (data.kind === 'Forgotten') forgotten.add(sub);
      else if (data.noteId === '') return wake(true);
      void load().then(() => wake(false));
    }
  };
  const loaded = load();
  // The lock goes with the tab: whoever waits for it goes on where that one was.
  navigator.locks.request(`owned-notes/outbox/${sub}`, { signal: stopping.signal }, send).catch(() => {});

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
      post({ kind: 'Changed', noteId: '' });
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
