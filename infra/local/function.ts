import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';

/** A function in its own thread, with its own environment and nothing else of this process. */
export interface LocalFunction extends AsyncDisposable {
  /** Rejects if the function throws, times out or cannot be loaded, or if its thread dies. */
  invoke(event: unknown, traceId?: string): Promise<unknown>;
}

export interface LocalFunctionOptions {
  /** The URL of the module that exports `handler`. */
  readonly module: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds that an invocation may take. */
  readonly timeout: number;
  /** How far its `Date` is ahead of the machine's clock, in milliseconds, as one BigInt64; absent, not at all. */
  readonly clock?: SharedArrayBuffer | undefined;
  /**
   * Loads the function at once, as Lambda does with provisioned concurrency; otherwise the first event waits for that.
   */
  readonly isProvisioned?: boolean | undefined;
  /** Called with each line that the function writes. */
  readonly onLine: (line: string) => void;
}

export interface Invocation {
  readonly id: number;
  readonly event: unknown;
  /** Epoch milliseconds, by the machine's clock. */
  readonly deadline: number;
  /** The trace id, which Lambda's runtime has in `_X_AMZN_TRACE_ID`. */
  readonly traceId?: string;
}

export type InvocationResult =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly failure: string };

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A thread, and the invocations that wait for its results. */
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
    // A thread that dies emits `error` before `exit`, and results that it had sent may arrive in between. By then, the
    // next event goes to another thread.
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

  /** The thread, or its start. After it ends or fails to start, the next invocation starts another. */
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
