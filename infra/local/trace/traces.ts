import { splitTarget } from '../http-api/request-target.ts';
import type { ExplainedRefusal } from '../why/explanation.ts';
import { createTraceStore, type KeptTraces } from './kept-traces.ts';
import { addStep, type Recording, type Untimed } from './recording.ts';
import { redactHeaders, redactQuery, redactTarget } from './redact.ts';
import type { RequestStep, Row, TraceStep, Who } from './trace.ts';

/** What is known of a request once it is answered. */
export interface Ending extends Pick<Row, 'kind' | 'requestId' | 'status'> {
  readonly isRefused?: boolean;
  readonly method?: string;
  readonly path?: string;
  readonly who?: Who | undefined;
}

/** Makes traces of recordings, and puts together what belongs together. */
export interface Traces extends KeptTraces {
  /** Has it known to those who are called by its invocation. */
  begin(recording: Recording): void;
  end(recording: Recording, ending: Ending): void;
  /** Its client has gone in the middle of it, and there is nothing to keep. */
  drop(recording: Recording): void;
  /** Adds what was asked in an invocation to the request that the invocation is of. */
  attach(call: Recording, untimed: Untimed): void;
  explain(refusal: ExplainedRefusal): void;
}

/** Explanations may come before what they are of has ended. */
const mostWaiting = 100;

export const createTraces = (findEmail: (sub: string) => Promise<string | undefined>): Traces => {
  const kept = createTraceStore();
  const open = new Map<string, Recording>();
  const waiting = new Map<string, ExplainedRefusal>();
  const emails = new Map<string, string>();

  /** What is known already at once, and the rest when it is. */
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
        // The stack may be ending. A row without an address is a row.
        () => {},
      );
    return known;
  };

  return {
    ...kept,
    begin: (recording) => void open.set(recording.id, recording),
    end: (recording, { kind, status, requestId, method, path, who, isRefused }) => {
      open.delete(recording.id);
      const refusal = requestId === undefined ? undefined : waiting.get(requestId);
      if (requestId !== undefined) waiting.delete(requestId);
      const { id, time, steps, began } = recording;
      kept.keep({
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
      // It ended before what it had asked: its function ran out of time.
      const late = { ...untimed, at: trace.milliseconds ?? 0, milliseconds } as TraceStep;
      kept.keep({ ...trace, steps: inOrder([...trace.steps, late]) });
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

/** The request, as far as it was read when its signature was looked at. */
export const addRequestStep = (recording: Recording): void => {
  if (!recording.steps.some(({ kind }) => kind === 'Request')) addStep(recording, createRequestStep(recording), 0);
};
