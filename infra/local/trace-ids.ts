import { AsyncLocalStorage } from 'node:async_hooks';

/** The trace ids of the invocations that share a thread. */
export interface TraceIds {
  /** Returns the trace id of the invocation in this asynchronous context. */
  here(): string | undefined;
  run<T>(traceId: string, work: () => T): T;
}

/**
 * Lambda runs one invocation at a time in an environment and puts its trace id into `_X_AMZN_TRACE_ID`. Here
 * invocations share the thread, so each keeps its id in its own context.
 */
export const createTraceIds = (): TraceIds => {
  const invocations = new AsyncLocalStorage<string>();
  return { here: () => invocations.getStore(), run: (traceId, work) => invocations.run(traceId, work) };
};
