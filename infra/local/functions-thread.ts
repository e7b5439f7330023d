import { parentPort } from 'node:worker_threads';
import type { NotesHandler } from '../../src/adapters/api-gateway/handler.ts';
import { type FunctionName, routes } from '../../src/lambda/routes.ts';
import type { Invocation, Outcome } from './functions.ts';

/** What Lambda's runtime does: loads each function once, then calls its handler for each event. */
const handlers = new Map<FunctionName, NotesHandler>(
  await Promise.all(
    routes.map(async ({ function: name }): Promise<[FunctionName, NotesHandler]> => {
      const { handler } = await import(`../../src/lambda/${name}.ts`);
      return [name, handler];
    }),
  ),
);

const outcomeOf = async ({ id, name, event, deadline }: Invocation): Promise<Outcome> => {
  try {
    const context = { getRemainingTimeInMillis: () => deadline - Date.now() };
    // biome-ignore lint/suspicious/noExplicitAny: what comes in here is what the local HTTP API made of a request
    return { id, result: await handlers.get(name)?.(event as any, context) };
  } catch (error) {
    console.error(error);
    return { id, failure: `The function ${name} threw.` };
  }
};

parentPort?.on('message', async (invocation: Invocation) => parentPort?.postMessage(await outcomeOf(invocation)));
parentPort?.postMessage('loaded');
