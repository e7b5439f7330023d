import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { HandlerResponse, Job } from './job.ts';

type Handler = (event: unknown, context: object) => Promise<HandlerResponse>;

const require = createRequire(import.meta.url);

/** Loads a function as Lambda's runtime does: an ES module by `import`, a CommonJS one by `require`. */
const load = async (entry: string): Promise<Handler> =>
  (entry.endsWith('.mjs') ? await import(entry) : require(entry)).handler;

/** Creates the parts of Lambda's context that functions and their frameworks read. */
const createContext = (invocation: number) => {
  const deadline = Date.now() + 10_000;
  return {
    awsRequestId: `00000000-0000-4000-8000-${String(invocation).padStart(12, '0')}`,
    functionName: 'notes',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:notes',
    memoryLimitInMB: '512',
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
};

/** The job that this process was started for. */
export const readJob = <J extends Job>(): J => JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));

/** Loads the function of a job, and returns a function that invokes it once. */
export const loadFunction = async ({ entry, event }: Job): Promise<() => Promise<HandlerResponse>> => {
  const handler = await load(entry);
  let invocations = 0;
  return () => handler(JSON.parse(event), createContext(invocations++));
};

/** Returns the processor time of all threads since this process started, in milliseconds. */
export const readCpuTime = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
