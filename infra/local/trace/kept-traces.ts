import { createFollowers } from '../followers.ts';
import { redactTokens } from '../redact-tokens.ts';
import type { Row, Trace } from './trace.ts';

/** The most recent traces, in memory only, and without tokens. */
export interface KeptTraces {
  /** Adds a trace, or replaces the one with its id, and notifies followers. */
  keep(trace: Trace): void;
  get(id: string): Trace | undefined;
  /** Returns the trace of the request that its client knows by this request id. */
  ofRequest(requestId: string): Trace | undefined;
  /** Yields the rows of all traces, then each row that is added or changed. */
  follow(signal: AbortSignal): AsyncIterable<Row>;
}

export const createKeptTraces = (most = 1000): KeptTraces => {
  const traces = new Map<string, Trace>();
  const byRequest = new Map<string, string>();
  // At most one id for each trace is pending, however slow a follower is.
  const followers = createFollowers<string>();
  return {
    keep: (trace) => {
      traces.set(trace.id, redactTokens(trace));
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
