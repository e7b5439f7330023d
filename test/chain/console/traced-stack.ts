import { setTimeout as sleep } from 'node:timers/promises';
import type { Outputs } from '../../../infra/local/outputs.ts';
import type { StackOptions } from '../../../infra/local/stack.ts';
import type { Row, Trace, TraceStep, TraceStepOf } from '../../../infra/local/trace/trace.ts';
import { type LocalStack, startTestStack } from '../../kit/local-stack.ts';

export interface TracedStack extends LocalStack {
  /** Asks what the console's page would ask. */
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>;
  /** Fetches the trace of the request that a client knows by this id, as soon as there is one. */
  readonly fetchTrace: (requestId: string | null) => Promise<Trace>;
  /** Reads rows until one fits. If none does, the test times out. */
  readonly rowWhere: (fits: (row: Row) => boolean) => Promise<Row>;
}

export const startTracedStack = async (options: Partial<StackOptions> = {}): Promise<TracedStack> => {
  const stack = await startTestStack({ web: { pagePort: 0, consolePort: 0 }, ...options });
  return { ...stack, ...askingConsole(stack.outputs) };
};

export const askingConsole = ({ ConsoleUrl }: Outputs): Pick<TracedStack, 'ask' | 'fetchTrace' | 'rowWhere'> => {
  const ask: TracedStack['ask'] = (path, init = {}) =>
    fetch(`${ConsoleUrl}${path}`, { ...init, headers: { 'x-owned-notes-console': '1', ...init.headers } });
  return {
    ask,
    fetchTrace: async (requestId) => {
      for (;;) {
        const answer = await ask(`/api/chain/trace?${new URLSearchParams({ request: requestId ?? '' })}`);
        if (answer.ok) return (await answer.json()) as Trace;
        await sleep(20);
      }
    },
    rowWhere: async (fits) => {
      const gone = new AbortController();
      const { body } = await ask('/api/chain/live', { signal: gone.signal });
      let rest = '';
      try {
        for await (const piece of body?.pipeThrough(new TextDecoderStream()) ?? []) {
          const lines = (rest + piece).split('\n');
          rest = lines.pop() ?? '';
          const found = lines.map((line) => JSON.parse(line) as Row).find(fits);
          if (found !== undefined) return found;
        }
        throw new Error('The console ended before there was such a row.');
      } finally {
        gone.abort();
      }
    },
  };
};

/** Selects the steps of a kind, in order. */
export const selectSteps = <K extends TraceStep['kind']>({ steps }: Trace, kind: K): readonly TraceStepOf<K>[] =>
  steps.filter((step): step is TraceStepOf<K> => step.kind === kind);
