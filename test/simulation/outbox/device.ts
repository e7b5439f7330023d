import { type Result, ResultAsync } from 'neverthrow';
import type { Fetch } from '../../../src/client/exchange.ts';
import type { Entry } from '../../../web/page/notes/outbox/entry.ts';
import { type Entries, sendAll, type Writes } from '../../../web/page/notes/outbox/send.ts';
import { takeOver } from '../../../web/page/notes/outbox/steps.ts';
import type { NetworkFault } from './script.ts';
import { createClient } from './server.ts';

/** A browser whose outbox outlives its tabs, on a network with faults. */
export interface Device {
  readonly entries: Entries;
  entry(id: string): Entry | undefined;
  /** Sends what can be sent. After `crashAfter` calls the tab crashes, whatever the outcome of the last. */
  round(faults: readonly NetworkFault[], crashAfter?: number): Promise<void>;
  setOnline(isOn: boolean): void;
  /** Delivers the requests that the network held up. */
  deliver(): Promise<void>;
  readonly time: { now: number };
}

/** `meanwhile` is called before each answer. */
export const simulatedDevice = (fetch: Fetch, meanwhile: () => Promise<void>, send = sendAll): Device => {
  const kept = new Map<string, Entry>();
  const time = { now: 1_000_000 };
  let isOnline = true;
  let faults: NetworkFault[] = [];
  let late: (() => Promise<unknown>)[] = [];

  const entries: Entries = {
    all: async () => [...kept.values()],
    change: async (id, change) => {
      const next = change(kept.get(id));
      // Cloned, as if it were read from a disk.
      if (next === undefined) kept.delete(id);
      else kept.set(id, structuredClone(next));
      return next;
    },
  };

  const faulty: Fetch = async (url, init) => {
    const lost = new TypeError('fetch failed');
    if (!isOnline) throw lost;
    const fault = faults.shift() ?? 'none';
    const busy = { type: 'urn:problem-type:owned-notes:store-unavailable', title: 'Busy', status: 503 };
    if (fault === 'busy') return Response.json(busy, { status: 503 });
    if (fault === 'request lost') throw lost;
    if (fault === 'late') {
      late.push(() => fetch(url, init));
      throw lost;
    }
    const response = await fetch(url, init);
    await meanwhile();
    if (fault === 'reply lost') throw lost;
    return response;
  };
  const client = createClient(faulty);

  const round = async (given: readonly NetworkFault[], crashAfter = Number.POSITIVE_INFINITY): Promise<void> => {
    faults = [...given];
    const crash = Promise.withResolvers<'crashed'>();
    let calls = 0;
    const untilCrash = <T, E>(answer: ResultAsync<T, E>): ResultAsync<T, E> =>
      new ResultAsync(
        Promise.resolve(answer).then((answered) => {
          if (calls++ < crashAfter) return answered;
          crash.resolve('crashed');
          return new Promise<Result<T, E>>(() => {});
        }),
      );
    const mortal: Writes = {
      create: (...args) => untilCrash(client.create(...args)),
      update: (...args) => untilCrash(client.update(...args)),
      delete: (...args) => untilCrash(client.delete(...args)),
      get: (...args) => untilCrash(client.get(...args)),
    };
    // Whoever gets the lock does not know the outcome of its previous holder.
    for (const { noteId } of await entries.all()) await entries.change(noteId, (entry) => entry && takeOver(entry));
    const sending = send(entries, mortal, () => time.now);
    await Promise.race([sending, crash.promise]);
  };

  return {
    ...{ entries, time, round, entry: (id) => kept.get(id) },
    setOnline: (isOn) => {
      isOnline = isOn;
    },
    deliver: async () => {
      const arriving = late;
      late = [];
      for (const request of arriving) await request();
    },
  };
};
