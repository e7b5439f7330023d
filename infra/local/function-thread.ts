import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';
import type { Invocation, InvocationResult } from './function.ts';
import { moveDate } from './moved-date.ts';
import { createTraceIds } from './trace-ids.ts';

/** Moved before the function is loaded, so that it never sees another time. */
const machineNow = workerData.clock === undefined ? Date.now : moveDate(workerData.clock);

/** Does what Lambda's runtime does: loads the function once, then calls its handler for each event. */
const { handler } = await import(workerData.module);

/**
 * SDKs on Lambda send its trace id on. Here requests get the header when they are created. It is not signed, nor is it
 * on AWS.
 */
const traceIds = createTraceIds();
subscribe('http.client.request.created', (message) => {
  const traceId = traceIds.here();
  if (traceId !== undefined)
    (message as { readonly request: ClientRequest }).request.setHeader('x-amzn-trace-id', traceId);
});

const invoke = async ({ id, event, deadline, traceId }: Invocation): Promise<InvocationResult> => {
  const run = () => handler(event, { getRemainingTimeInMillis: () => deadline - machineNow() });
  try {
    return { id, result: await (traceId === undefined ? run() : traceIds.run(traceId, run)) };
  } catch (error) {
    console.error(error);
    return { id, failure: 'The function threw.' };
  }
};

parentPort?.on('message', async (invocation: Invocation) => parentPort?.postMessage(await invoke(invocation)));
parentPort?.postMessage('loaded');
