import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';

/** A function in a thread of its own, with its own environment and nothing else of this process. */
export interface LocalFunction extends AsyncDisposable {
  /** Rejects if the function throws, runs out of time, cannot be loaded, or its thread dies. */
  invoke(event: unknown): Promise<unknown>;
}

export interface LocalFunctionOptions {
  /** The URL of the module whose `handler` it is. */
  readonly module: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds that an invocation may take. */
  readonly timeout: number;
  /** Each line that it writes. */
  readonly onLine: (line: string) => void;
}

export interface Invocation {
  readonly id: number;
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

/** Begins to load the function, which is Lambda's INIT phase; an invocation waits for that. */
export const localFunction = ({ module, environment, timeout, onLine }: LocalFunctionOptions): LocalFunction => {
  const waiting = new Map<number, Waiting>();
  let invocations = 0;

  const settle = (id: number, how: (waiting: Waiting) => void) => {
    const waiter = waiting.get(id);
    waiting.delete(id);
    if (waiter !== undefined) how(waiter);
  };

  const start = async (): Promise<Worker> => {
    const thread = new Worker(new URL('./function-thread.ts', import.meta.url), {
      env: { ...environment },
      workerData: { module },
      stdout: true,
      stderr: true,
    });
    for (const stream of [thread.stdout, thread.stderr]) createInterface({ input: stream }).on('line', onLine);
    await new Promise<void>((resolve, reject) => {
      thread.once('message', () => resolve()).once('error', reject);
      thread.once('exit', () => reject(new Error("The function's thread ended.")));
    });
    thread.on('message', (outcome: Outcome) =>
      settle(outcome.id, ({ resolve, reject }) =>
        'failure' in outcome ? reject(new Error(outcome.failure)) : resolve(outcome.result),
      ),
    );
    // A thread that dies says so before it exits; an event that comes in between must find another one.
    let ended = false;
    const end = () => {
      if (ended) return;
      ended = true;
      running = undefined;
      for (const id of waiting.keys()) settle(id, ({ reject }) => reject(new Error("The function's thread ended.")));
    };
    thread.on('exit', end).on('error', (error) => {
      end();
      onLine(`A function's thread died: ${error}`);
    });
    return thread;
  };

  /** The thread, or its start; begun again by the next invocation after it ended or failed to start. */
  let running: Promise<Worker> | undefined;
  const thread = (): Promise<Worker> => {
    running ??= start().catch((error: unknown) => {
      running = undefined;
      throw error;
    });
    return running;
  };
  thread().catch((error: unknown) => onLine(`A function cannot be loaded: ${error}`));

  return {
    invoke: async (event) => {
      const worker = await thread();
      const id = invocations++;
      const invocation: Invocation = { id, event, deadline: Date.now() + timeout };
      const late = setTimeout(
        () => settle(id, ({ reject }) => reject(new Error(`The function timed out after ${timeout} ms.`))),
        timeout,
      );
      try {
        return await new Promise((resolve, reject) => {
          waiting.set(id, { resolve, reject });
          worker.postMessage(invocation);
        });
      } finally {
        clearTimeout(late);
      }
    },
    [Symbol.asyncDispose]: async () => {
      await (await running?.catch(() => undefined))?.terminate();
    },
  };
};
