import { isSettled } from './outbox/entry.ts';
import { type Entries, sendAll, type Writes } from './outbox/send.ts';
import { takeOver } from './outbox/steps.ts';

/** How long writes are collected before they are sent, in milliseconds. */
const gathering = 1_200;
/** The retry back-off in milliseconds: the first delay, doubled each time, and the longest. */
const [soonest, latest] = [2_000, 60_000];

export interface SendingLoop {
  /** Signals that there is something to send: soon, or now if it `isUrgent`. */
  wake(isUrgent: boolean): void;
  /** Sends until it is stopped. Only the tab that holds the lock may run it. */
  run(): Promise<void>;
}

export const startSendingLoop = (
  entries: Entries,
  client: Writes,
  onSending: (noteId: string | undefined) => void,
  stopping: AbortSignal,
): SendingLoop => {
  // What was requested while it was sending; it is done next.
  let asked: 'nothing' | 'soon' | 'now' = 'nothing';
  const remember = (isUrgent: boolean) => {
    if (asked !== 'now') asked = isUrgent ? 'now' : 'soon';
  };
  let wake = remember;

  const waitFor = (isHeldUp: boolean, pause: number): number => {
    if (asked === 'now') return 0;
    if (isHeldUp) return pause;
    return asked === 'soon' ? gathering : Number.POSITIVE_INFINITY;
  };
  /**
   * Waits until the time is over or there is something to do. What is held up is not retried with each letter that the
   * user types.
   */
  const rest = (milliseconds: number, isHeldUp: boolean) =>
    new Promise<void>((resolve) => {
      let timer = Number.isFinite(milliseconds) ? setTimeout(resolve, Math.max(milliseconds, 50)) : undefined;
      wake = (isUrgent) => {
        if (isHeldUp && !isUrgent) return;
        clearTimeout(timer);
        timer = setTimeout(resolve, isUrgent ? 0 : gathering);
      };
    });

  const run = async () => {
    // The previous sender is gone, and what it sent is in doubt.
    onSending(undefined);
    for (const { noteId } of await entries.all())
      await entries.change(noteId, (entry) => (entry === undefined || isSettled(entry) ? undefined : takeOver(entry)));
    let pause = soonest;
    while (!stopping.aborted) {
      wake = remember;
      asked = 'nothing';
      const round = navigator.onLine ? await sendAll(entries, client, Date.now, onSending) : { isHeldUp: true };
      pause = round.isHeldUp ? Math.min(pause * 2, latest) : soonest;
      const due = 'next' in round && round.next !== undefined ? round.next - Date.now() : Number.POSITIVE_INFINITY;
      await rest(Math.min(due, waitFor(round.isHeldUp, pause)), round.isHeldUp);
    }
  };

  return { run, wake: (isUrgent) => wake(isUrgent) };
};
