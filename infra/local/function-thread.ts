import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';
import type { Invocation, InvocationResult } from './function.ts';
import { moveDate } from './moved-date.ts';

/** Before the function is loaded, so that it never sees another time. */
const machineNow = workerData.clock === undefined ? Date.now : moveDate(workerData.clock);

/** What Lambda's runtime does: loads the function once, then calls its handler for each event. */
const { handler } = await import(workerData.module);

/**
 * Lambda has one invocation at a time in an environment and says its trace id in `_X_AMZN_TRACE_ID`, and SDKs send that on. Here
 * invocations share the thread, so each has its id in a context of its own, and requests get the header when they are made. It is
 * not signed, on AWS neither.
 */
const invocations = new AsyncLocalStorage<string>();
subscribe('http.client.request.created', (message) => {
  const traceId = invocations.getStore();
  if (traceId !== undefined)
    (message as { readonly request: ClientRequest }).request.setHeader('x-amzn-trace-id', traceId);
});

const invoke = async ({ id, event, deadline, traceId }: Invocation): Promise<InvocationResult> => {
  const run = () => handler(event, { getRemainingTimeInMillis: () => deadline - machineNow() });
  try {
    return { id, result: await (traceId === undefined ? run() : invocations.run(traceId, run)) };
  } catch (error) {
    console.error(error);
    return { id, failure: 'The function threw.' };
  }
};

parentPort?.on('message', async (invocation: Invocation) => parentPort?.postMessage(await invoke(invocation)));
parentPort?.postMessage('loaded');
