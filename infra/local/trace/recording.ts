import { AsyncLocalStorage } from 'node:async_hooks';
import type { RequestListener } from 'node:http';
import type { OpenedSession } from '../credentials.ts';
import { findHeaderValues } from '../http-api/canonical-request.ts';
import type { Permission, SignatureStep, Timed, TraceStep } from './trace.ts';

/** A step without its times. */
export type Untimed = TraceStep extends infer S ? (S extends TraceStep ? Omit<S, keyof Timed> : never) : never;

/** What is recorded about one request to one of the stack's servers while it is served. */
export interface Recording {
  /** Increases, and is not reused by a later run. */
  readonly id: string;
  /** As in `2026-11-28T08:00:00.000Z`. */
  readonly time: string;
  readonly began: number;
  readonly method: string;
  readonly url: string;
  readonly rawHeaders: readonly string[];
  /**
   * The id of the recording whose invocation made this request, from the header that the function's runtime adds.
   * Trusted only from a session of a role.
   */
  readonly calledBy: string | undefined;
  readonly steps: TraceStep[];
  /** Milliseconds since the start that steps cover so far. */
  stepped: number;
  /** The session whose token was opened last; only the verifier knows whether it is valid. */
  opened?: OpenedSession<unknown>;
  signature?: Omit<SignatureStep, 'kind'>;
  /** IAM's decisions, in order. */
  readonly judged: Judged[];
  /** The request to STS. */
  taking?: { readonly roleArn: string; readonly tags: Readonly<Record<string, string>> };
  issued?: { readonly accessKeyId: string; readonly expiration: number };
}

/** A decision of IAM, and its principal: IAM judges only callers with a valid signature. */
export interface Judged {
  readonly permission: Permission;
  readonly who: unknown;
}

export interface Recordings {
  /**
   * Returns the recording of the request that is being served in this asynchronous context, whatever other requests do
   * meanwhile.
   */
  here(): Recording | undefined;
  run<T>(recording: Recording, work: () => T): T;
}

export const createRecordings = (): Recordings => {
  const contexts = new AsyncLocalStorage<Recording>();
  return { here: () => contexts.getStore(), run: (recording, work) => contexts.run(recording, work) };
};

/**
 * The number in the last id. It starts above those of any earlier run, since no run makes a thousand ids in a
 * millisecond.
 */
let made = Date.now() * 1000;

export const createRecording = (head: Pick<Recording, 'method' | 'url' | 'rawHeaders'>): Recording => ({
  id: `t${++made}`,
  calledBy: findHeaderValues(head.rawHeaders, 'x-amzn-trace-id')[0],
  time: new Date().toISOString(),
  began: performance.now(),
  steps: [],
  stepped: 0,
  judged: [],
  ...head,
});

/** Wraps a listener so that each request it serves is recorded. */
export const record =
  ({ run }: Recordings, listener: RequestListener): RequestListener =>
  (request, response) => {
    const { method = '', url = '', rawHeaders } = request;
    const recording = createRecording({ method, url, rawHeaders });
    run(recording, () => listener(request, response));
  };

/** Adds a step that lasted until now: from `since`, by default the end of the previous step. */
export const addStep = (recording: Recording, untimed: Untimed, since = recording.stepped): void => {
  const now = performance.now() - recording.began;
  recording.steps.push({ ...untimed, at: since, milliseconds: now - since } as TraceStep);
  recording.stepped = now;
};

/** Denials of one action that are kept for one request, which may be about a thousand keys. */
const mostDenials = 100;

/**
 * Adds a decision of IAM. Of those that allow an action, the first is kept; of denials, as many as can be read. The
 * others are counted in the last one that is kept.
 */
export const addJudged = ({ judged }: Recording, decision: Judged): void => {
  const { action, allowed } = decision.permission;
  const alike = judged.filter(({ permission }) => permission.action === action && permission.allowed === allowed);
  const last = alike.at(-1);
  if (last === undefined || alike.length < (allowed ? 1 : mostDenials)) return void judged.push(decision);
  const { more = 0 } = last.permission;
  judged[judged.indexOf(last)] = { ...last, permission: { ...last.permission, more: more + 1 } };
};
