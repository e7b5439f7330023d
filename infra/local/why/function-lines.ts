/** The lines that functions logged about the requests that they answered, by request id. */
export interface FunctionLines {
  seen(line: string): void;
  /** Returns the line about a request, which may follow its response; `undefined` if none comes in time. */
  of(requestId: string): Promise<FunctionLine | undefined>;
}

export interface FunctionLine {
  readonly problem: string;
  readonly reason: string;
}

/** Lines that are remembered, and milliseconds to wait for one. */
const mostLines = 200;
const patience = 1000;

export const createFunctionLines = (): FunctionLines => {
  const known = new Map<string, FunctionLine>();
  const waiting = new Map<string, (line: FunctionLine) => void>();
  return {
    seen: (text) => {
      const { requestId, problem, reason } = parseLine(text);
      if (typeof requestId !== 'string' || typeof problem !== 'string') return;
      const line = { problem, reason: typeof reason === 'string' ? reason : '' };
      known.set(requestId, line);
      if (known.size > mostLines) known.delete(known.keys().next().value ?? '');
      waiting.get(requestId)?.(line);
    },
    of: async (requestId) => {
      const line = known.get(requestId);
      if (line !== undefined) return line;
      const { promise, resolve } = Promise.withResolvers<FunctionLine | undefined>();
      const timer = setTimeout(resolve, patience, undefined).unref();
      waiting.set(requestId, resolve);
      const late = await promise;
      clearTimeout(timer);
      waiting.delete(requestId);
      return late;
    },
  };
};

const parseLine = (text: string): Readonly<Record<string, unknown>> => {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
};
