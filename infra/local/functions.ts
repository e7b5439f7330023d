import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import type { FunctionName } from '../../src/lambda/routes.ts';

/** The functions of the backend, in a thread that has their environment and nothing else of this process. */
export interface Functions extends AsyncDisposable {
  /** Rejects if the function throws, runs out of time, or its thread dies. */
  invoke(name: FunctionName, event: unknown): Promise<unknown>;
}

export interface FunctionsOptions {
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds that a function may take. */
  readonly timeout: number;
  /** Each line that a function writes. */
  readonly onLine: (line: string) => void;
}

export interface Invocation {
  readonly id: number;
  readonly name: FunctionName;
  readonly event: unknown;
  /** Epoch milliseconds. */
  readonly deadline: number;
}

export type Outcome =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly failure: string };

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

export const startFunctions = async ({ environment, timeout, onLine }: FunctionsOptions): Promise<Functions> => {
  const waiting = new Map<number, Waiting>();
  let invocations = 0;
  let stopped = false;

  const settle = (id: number, how: (waiting: Waiting) => void) => {
    const waiter = waiting.get(id);
    waiting.delete(id);
    if (waiter !== undefined) how(waiter);
  };

  /** Resolves when the functions are loaded, which is Lambda's INIT phase; rejects if they cannot be. */
  const start = async (): Promise<Worker> => {
    const thread = new Worker(new URL('./functions-thread.ts', import.meta.url), {
      env: { ...environment },
      stdout: true,
      stderr: true,
    });
    for (const stream of [thread.stdout, thread.stderr]) createInterface({ input: stream }).on('line', onLine);
    await new Promise<void>((resolve, reject) => {
      thread.once('message', () => resolve()).once('error', reject);
    });
    thread.on('message', (outcome: Outcome) =>
      settle(outcome.id, ({ resolve, reject }) =>
        'failure' in outcome ? reject(new Error(outcome.failure)) : resolve(outcome.result),
      ),
    );
    thread.on('error', (error) => onLine(`The functions' thread died: ${error}`));
    thread.on('exit', () => {
      for (const id of waiting.keys()) settle(id, ({ reject }) => reject(new Error('The functions’ thread ended.')));
      if (!stopped) worker = start();
    });
    return thread;
  };

  let worker = start();
  await worker;
  return {
    invoke: async (name, event) => {
      const thread = await worker;
      const id = invocations++;
      const invocation: Invocation = { id, name, event, deadline: Date.now() + timeout };
      const late = setTimeout(
        () => settle(id, ({ reject }) => reject(new Error(`The function ${name} timed out after ${timeout} ms.`))),
        timeout,
      );
      try {
        return await new Promise((resolve, reject) => {
          waiting.set(id, { resolve, reject });
          thread.postMessage(invocation);
        });
      } finally {
        clearTimeout(late);
      }
    },
    [Symbol.asyncDispose]: async () => {
      stopped = true;
      await (await worker).terminate();
    },
  };
};
