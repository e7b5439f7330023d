import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { portFlags } from '../../infra/local/options.ts';
import type { Outputs } from '../../infra/local/outputs.ts';

/** A running stack, whoever started it. */
export interface Stack {
  readonly data: string;
  readonly outputs: Outputs & Required<Pick<Outputs, 'PageUrl' | 'ConsoleUrl'>>;
  /** Returns what it printed. */
  readonly printed: () => string;
  /** Reads the code that was mailed last to an address. */
  readonly codeFor: (email: string) => Promise<string | undefined>;
  /** Reads all codes that were mailed to an address, oldest first. */
  readonly codesFor: (email: string) => Promise<readonly string[]>;
}

export interface RunningStack extends Stack, AsyncDisposable {}

/** What a stack tells another process about itself. */
export interface StackFacts extends Pick<Stack, 'data' | 'outputs'> {
  readonly printed: string;
}

export const createStack = ({ data, outputs, printed }: StackFacts): Stack => ({
  ...{ data, outputs },
  printed: () => printed,
  codeFor: async (email) => (await codesIn(data, email)).at(-1),
  codesFor: (email) => codesIn(data, email),
});

const codesIn = async (data: string, email: string): Promise<readonly string[]> => {
  const lines = (await readFile(join(data, 'mail.jsonl'), 'utf8').catch(() => '')).split('\n').filter(Boolean);
  const mails = lines.map((line): { readonly to: string; readonly code: string } => JSON.parse(line));
  return mails.filter(({ to }) => to === email).map(({ code }) => code);
};

/** Collects what a stack's process prints. `runs` resolves once it is ready, and rejects if the process ends first. */
export const watchStart = (stack: ChildProcessByStdio<Writable | null, Readable, Readable>) => {
  let printed = '';
  const { promise: runs, resolve, reject } = Promise.withResolvers<void>();
  for (const stream of [stack.stdout, stack.stderr])
    stream.on('data', (chunk) => {
      printed += chunk;
      if (printed.includes('Requests, as they come:')) resolve();
    });
  stack.once('exit', (code) => reject(new Error(`The stack ended with ${code}: ${printed}`)));
  return { runs, printed: () => printed };
};

const root = join(import.meta.dirname, '../..');

/** Runs `npm start` in a folder, on free ports and its own data. Disposing of it stops it and deletes the data. */
export const runningStack = async (flags: readonly string[] = [], folder = root): Promise<RunningStack> => {
  const data = await mkdtemp(join(tmpdir(), 'owned-notes-'));
  const ports = portFlags.flatMap((flag) => [flag, '0']);
  // In its own process group, as npm starts the stack as a child.
  const npm = spawn('npm', ['start', '--', '--data', data, ...ports, ...flags], {
    cwd: folder,
    detached: true,
    stdio: 'pipe',
  });
  const { runs, printed } = watchStart(npm);
  const end = async () => {
    if (npm.exitCode === null && npm.signalCode === null) {
      const ended = once(npm, 'exit');
      process.kill(-(npm.pid ?? 0), 'SIGTERM');
      await ended;
    }
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await runs;
    const outputs = JSON.parse(await readFile(join(data, 'outputs.json'), 'utf8'));
    return { ...createStack({ data, outputs, printed: printed() }), printed, [Symbol.asyncDispose]: end };
  } catch (error) {
    await end();
    throw error;
  }
};
