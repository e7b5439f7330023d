import { AsyncLocalStorage } from 'node:async_hooks';
import type { RequestListener } from 'node:http';
import type { OpenedSession } from '../credentials.ts';
import { findHeaderValues } from '../http-api/canonical-request.ts';
import type { Permission, SignatureStep, Timed, TraceStep } from './trace.ts';

/** A step before it has its time. */
export type Untimed = TraceStep extends infer S ? (S extends TraceStep ? Omit<S, keyof Timed> : never) : never;

/** What is noted of one request of one of the stack's servers, while it is served. */
export interface Recording {
  /** Counts up, and stands for no other one in a later run. */
  readonly id: string;
  /** As in `2026-11-28T08:00:00.000Z`. */
  readonly time: string;
  readonly began: number;
  readonly method: string;
  readonly url: string;
  readonly rawHeaders: readonly string[];
  /** The recording of the invocation that asks, by the header that the function's runtime adds. Believed of a role's session alone. */
  readonly calledBy: string | undefined;
  readonly steps: TraceStep[];
  /** Milliseconds since it began, up to which it has steps. */
  stepped: number;
  /** Whose token was opened last; that it counts is for the verifier to say. */
  opened?: OpenedSession<unknown>;
  signature?: Omit<SignatureStep, 'kind'>;
  /** What IAM said last, and of whom: only whoever has signed is asked about. */
  judged?: { readonly permission: Permission; readonly who: unknown };
  /** What was asked of STS. */
  taking?: { readonly roleArn: string; readonly tags: Readonly<Record<string, string>> };
  issued?: { readonly accessKeyId: string; readonly expiration: number };
}

export interface Recordings {
  /** What is being served here, by the asynchronous context; nothing of what other requests do meanwhile. */
  here(): Recording | undefined;
  run<T>(recording: Recording, work: () => T): T;
}

export const createRecordings = (): Recordings => {
  const contexts = new AsyncLocalStorage<Recording>();
  return { here: () => contexts.getStore(), run: (recording, work) => contexts.run(recording, work) };
};

/** Of the last one that was made. It goes on where any run before has ended, as none makes a thousand in a millisecond. */
let made = Date.now() * 1000;

export const createRecording = (head: Pick<Recording, 'method' | 'url' | 'rawHeaders'>): Recording => ({
  id: `t${++made}`,
  calledBy: findHeaderValues(head.rawHeaders, 'x-amzn-trace-id')[0],
  time: new Date().toISOString(),
  began: performance.now(),
  steps: [],
  stepped: 0,
  ...head,
});

/** Records each request that a listener serves. */
export const record =
  ({ run }: Recordings, listener: RequestListener): RequestListener =>
  (request, response) => {
    const { method = '', url = '', rawHeaders } = request;
    const recording = createRecording({ method, url, rawHeaders });
    run(recording, () => listener(request, response));
  };

/** Adds a step that lasted from the end of the one before it until now, unless it says since when. */
export const addStep = (recording: Recording, untimed: Untimed, since = recording.stepped): void => {
  const now = performance.now() - recording.began;
  recording.steps.push({ ...untimed, at: since, milliseconds: now - since } as TraceStep);
  recording.stepped = now;
};
