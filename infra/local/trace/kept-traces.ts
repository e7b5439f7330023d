import { newFollowers } from '../followers.ts';
import type { Row, Trace } from './trace.ts';

/** The traces of late, in memory and nowhere else. */
export interface KeptTraces {
  /** Puts it in, or in the place of what had its id; followers are told. */
  keep(trace: Trace): void;
  get(id: string): Trace | undefined;
  /** The trace of what its client knows by this request id. */
  ofRequest(requestId: string): Trace | undefined;
  /** Rows of those that there are, and then of each that comes or changes. */
  follow(signal: AbortSignal): AsyncIterable<Row>;
}

export const createTraceStore = (most = 1000): KeptTraces => {
  const traces = new Map<string, Trace>();
  const byRequest = new Map<string, string>();
  // No more than an id of each trace waits, however slow a follower is.
  const followers = newFollowers<string>();
  return {
    keep: (trace) => {
      traces.set(trace.id, trace);
      if (trace.requestId !== undefined) byRequest.set(trace.requestId, trace.id);
      if (traces.size > most) {
        const [id = '', oldest] = traces.entries().next().value ?? [];
        traces.delete(id);
        byRequest.delete(oldest?.requestId ?? '');
        followers.forget(id);
      }
      followers.tell(trace.id);
    },
    get: (id) => traces.get(id),
    ofRequest: (requestId) => traces.get(byRequest.get(requestId) ?? ''),
    follow: async function* (signal) {
      for await (const id of followers.follow(signal, traces.keys())) {
        const trace = traces.get(id);
        if (trace !== undefined) yield toRow(trace);
      }
    },
  };
};

const toRow = ({ steps: _, refusal, ...row }: Trace): Row => ({
  ...row,
  ...(refusal && { cause: refusal.cause }),
});
