import { parentPort, workerData } from 'node:worker_threads';
import type { Invocation, Outcome } from './function.ts';

/** What Lambda's runtime does: loads the function once, then calls its handler for each event. */
const { handler } = await import(workerData.module);

const outcomeOf = async ({ id, event, deadline }: Invocation): Promise<Outcome> => {
  try {
    return { id, result: await handler(event, { getRemainingTimeInMillis: () => deadline - Date.now() }) };
  } catch (error) {
    console.error(error);
    return { id, failure: 'The function threw.' };
  }
};

parentPort?.on('message', async (invocation: Invocation) => parentPort?.postMessage(await outcomeOf(invocation)));
parentPort?.postMessage('loaded');
