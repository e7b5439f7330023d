import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';

/** A function in a thread of its own, with its own environment and nothing else of this process. */
export interface LocalFunction extends AsyncDisposable {
  /** Rejects if the function throws, runs out of time, cannot be loaded, or its thread dies. */
  invoke(event: unknown, traceId?: string): Promise<unknown>;
}

export interface LocalFunctionOptions {
  /** The URL of the module whose `handler` it is. */
  readonly module: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds that an invocation may take. */
  readonly timeout: number;
  /** Milliseconds that its `Date` is ahead of the machine's, as one BigInt64; the machine's where it is left out. */
  readonly clock?: SharedArrayBuffer | undefined;
  /** Loads it at once, as Lambda does by provisioned concurrency; otherwise the first event waits for that. */
  readonly isProvisioned?: boolean | undefined;
  /** Each line that it writes. */
  readonly onLine: (line: string) => void;
}

export interface Invocation {
  readonly id: number;
  readonly event: unknown;
  /** Epoch milliseconds of the machine. */
  readonly deadline: number;
  /** What Lambda's runtime has in `_X_AMZN_TRACE_ID`. */
  readonly traceId?: string;
}

export type InvocationResult =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly failure: string };

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A thread, and who waits for what it answers. */
interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
}

export const createLocalFunction = (options: LocalFunctionOptions): LocalFunction => {
  const { module, environment, timeout, clock, isProvisioned = false, onLine } = options;
  let invocations = 0;

  const start = async (): Promise<Thread> => {
    const worker = new Worker(new URL('./function-thread.ts', import.meta.url), {
      env: { ...environment },
      workerData: { module, clock },
      stdout: true,
      stderr: true,
    });
    for (const stream of [worker.stdout, worker.stderr]) createInterface({ input: stream }).on('line', onLine);
    await new Promise<void>((resolve, reject) => {
      worker.once('message', () => resolve()).once('error', reject);
      worker.once('exit', () => reject(new Error("The function's thread ended.")));
    });
    const waiting = new Map<number, Waiting>();
    worker.on('message', (outcome: InvocationResult) =>
      settle(waiting, outcome.id, ({ resolve, reject }) =>
        'failure' in outcome ? reject(new Error(outcome.failure)) : resolve(outcome.result),
      ),
    );
    // It dies before it exits, and what it had answered may come in between. The next event is for another thread by then.
    let left = false;
    const leave = () => {
      if (!left) running = undefined;
      left = true;
    };
    worker.on('error', (error) => {
      leave();
      onLine(`A function's thread died: ${error}`);
    });
    worker.on('exit', () => {
      leave();
      for (const id of waiting.keys())
        settle(waiting, id, ({ reject }) => reject(new Error("The function's thread ended.")));
    });
    return { worker, waiting };
  };

  /** The thread, or its start; begun again by the next invocation after it ended or failed to start. */
  let running: Promise<Thread> | undefined;
  const thread = (): Promise<Thread> => {
    running ??= start().catch((error: unknown) => {
      running = undefined;
      throw error;
    });
    return running;
  };
  if (isProvisioned) thread().catch((error: unknown) => onLine(`A function cannot be loaded: ${error}`));

  return {
    invoke: async (event, traceId) => {
      const { worker, waiting } = await thread();
      const id = invocations++;
      const deadline = Date.now() + timeout;
      const invocation: Invocation = { id, event, deadline, ...(traceId !== undefined && { traceId }) };
      const late = setTimeout(
        () => settle(waiting, id, ({ reject }) => reject(new Error(`The function timed out after ${timeout} ms.`))),
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
      await (await running?.catch(() => undefined))?.worker.terminate();
    },
  };
};

const settle = (waiting: Map<number, Waiting>, id: number, how: (waiting: Waiting) => void): void => {
  const waiter = waiting.get(id);
  waiting.delete(id);
  if (waiter !== undefined) how(waiter);
};
