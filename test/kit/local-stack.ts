import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Stack, type StackOptions, startStack } from '../../infra/local/stack.ts';

export interface LocalStack extends Stack {
  readonly data: string;
  /** The lines that the functions logged. */
  readonly lines: readonly string[];
  /** Stops it, and leaves its data to the next stack. */
  readonly stop: () => Promise<void>;
}

/** Starts the whole stack on free ports, with data of its own, which disposing deletes. */
export const startTestStack = async (options: Partial<StackOptions> = {}): Promise<LocalStack> => {
  const data = await mkdtemp(join(tmpdir(), 'owned-notes-'));
  const lines: string[] = [];
  const { NODE_COMPILE_CACHE } = process.env;
  const { environment, ...others } = options;
  const deleteData = () => rm(data, { recursive: true, force: true });
  const starting = startStack({
    data,
    port: 0,
    cognitoPort: 0,
    dynamodbPort: 0,
    s3Port: 0,
    onFunctionLine: (line) => lines.push(line),
    environment: { ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }), ...environment },
    ...others,
  });
  // Some templates cannot be deployed.
  const stack = await starting.catch(async (error: unknown) => {
    await deleteData();
    throw error;
  });
  return {
    data,
    lines,
    outputs: stack.outputs,
    runSchedules: stack.runSchedules,
    local: stack.local,
    stop: async () => stack[Symbol.asyncDispose](),
    [Symbol.asyncDispose]: async () => {
      await stack[Symbol.asyncDispose]();
      await deleteData();
    },
  };
};
