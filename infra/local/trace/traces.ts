import { splitTarget } from '../http-api/request-target.ts';
import type { ExplainedRefusal } from '../why/explanation.ts';
import { createKeptTraces, type KeptTraces } from './kept-traces.ts';
import { hasDenial } from './list-permissions.ts';
import { addStep, type Recording, type Untimed } from './recording.ts';
import { redactHeaders, redactQuery, redactTarget } from './redact.ts';
import type { RequestStep, Row, Trace, TraceStep, Who } from './trace.ts';

/** What is known about a request once it has a response. */
export interface Ending extends Pick<Row, 'kind' | 'requestId' | 'status'> {
  readonly isRefused?: boolean;
  readonly method?: string;
  readonly path?: string;
  readonly who?: Who | undefined;
}

/** Turns recordings into traces, and joins those that belong together. */
export interface Traces extends KeptTraces {
  /** Registers a recording, so that calls by its invocation can be attached to it. */
  begin(recording: Recording): void;
  end(recording: Recording, ending: Ending): void;
  /** Discards a recording whose client disconnected before its request was complete. */
  drop(recording: Recording): void;
  /** Adds a call by an invocation to the request that caused the invocation. */
  attach(call: Recording, untimed: Untimed): void;
  explain(refusal: ExplainedRefusal): void;
}

/** Explanations that wait for their request to end, at most. */
const mostWaiting = 100;

export const createTraces = (findEmail: (sub: string) => Promise<string | undefined>): Traces => {
  const kept = createKeptTraces();
  const open = new Map<string, Recording>();
  const waiting = new Map<string, ExplainedRefusal>();
  const emails = new Map<string, string>();

  /** Returns what is known now, and calls `found` with the email address once it is looked up. */
  const withEmail = ({ sub, ...who }: Who, found: (who: Who) => void): Who => {
    const email = who.email ?? (sub === undefined ? undefined : emails.get(sub));
    const known = { ...who, ...(sub !== undefined && { sub }), ...(email !== undefined && { email }) };
    if (email === undefined && sub !== undefined)
      findEmail(sub).then(
        (later) => {
          if (later === undefined) return;
          if (emails.size > 1000) emails.clear();
          emails.set(sub, later);
          found({ ...known, email: later });
        },
        // The stack may be stopping. A row without an address is still useful.
        () => {},
      );
    return known;
  };

  const keep = (trace: Trace): void =>
    kept.keep({ ...trace, ...(!trace.isRefused && hasDenial(trace.steps) && { isDeniedInPart: true }) });

  return {
    ...kept,
    begin: (recording) => void open.set(recording.id, recording),
    end: (recording, { kind, status, requestId, method, path, who, isRefused }) => {
      open.delete(recording.id);
      const refusal = requestId === undefined ? undefined : waiting.get(requestId);
      if (requestId !== undefined) waiting.delete(requestId);
      const { id, time, steps, began } = recording;
      keep({
        ...{ id, kind, time, method: method ?? recording.method },
        path: path ?? redactTarget(recording.url),
        ...(status !== undefined && { status }),
        isRefused: isRefused ?? (status !== undefined && status >= 400),
        milliseconds: performance.now() - began,
        ...(requestId !== undefined && { requestId }),
        ...(who !== undefined && {
          who: withEmail(who, (later) => {
            const trace = kept.get(id);
            if (trace !== undefined) kept.keep({ ...trace, who: later });
          }),
        }),
        ...(refusal !== undefined && { refusal }),
        steps: inOrder(steps),
      });
    },
    drop: ({ id }) => void open.delete(id),
    attach: (call, untimed) => {
      const milliseconds = performance.now() - call.began;
      const caller = open.get(call.calledBy ?? '');
      if (caller !== undefined) {
        caller.steps.push({ ...untimed, at: call.began - caller.began, milliseconds } as TraceStep);
        return;
      }
      const trace = kept.get(call.calledBy ?? '');
      if (trace === undefined) return;
      // The request ended before this call did: its function timed out.
      const late = { ...untimed, at: trace.milliseconds ?? 0, milliseconds } as TraceStep;
      keep({ ...trace, steps: inOrder([...trace.steps, late]) });
    },
    explain: (refusal) => {
      const trace = kept.ofRequest(refusal.requestId);
      if (trace !== undefined) return kept.keep({ ...trace, refusal });
      waiting.set(refusal.requestId, refusal);
      if (waiting.size > mostWaiting) waiting.delete(waiting.keys().next().value ?? '');
    },
  };
};

const inOrder = (steps: readonly TraceStep[]): readonly TraceStep[] => steps.toSorted((a, b) => a.at - b.at);

const createRequestStep = ({ method, url, rawHeaders }: Recording): RequestStep => {
  const { path, query } = splitTarget(url);
  return { kind: 'Request', method, path, query: redactQuery(query), headers: redactHeaders(rawHeaders) };
};

/** Adds the request as far as it was read when its signature was verified. */
export const addRequestStep = (recording: Recording): void => {
  if (!recording.steps.some(({ kind }) => kind === 'Request')) addStep(recording, createRequestStep(recording), 0);
};
