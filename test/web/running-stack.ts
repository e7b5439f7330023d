import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { portFlags } from '../../infra/local/options.ts';
import type { Outputs } from '../../infra/local/outputs.ts';

export interface RunningStack extends AsyncDisposable {
  readonly data: string;
  readonly outputs: Outputs & Required<Pick<Outputs, 'PageUrl' | 'ConsoleUrl'>>;
  /** What it printed. */
  readonly printed: () => string;
  /** The code that was mailed last to somebody. */
  readonly codeFor: (email: string) => Promise<string | undefined>;
}

const root = join(import.meta.dirname, '../..');

/** `npm start` as it is in a `folder`, on free ports and data of its own; gone with its data at the end. */
export const runningStack = async (flags: readonly string[] = [], folder = root): Promise<RunningStack> => {
  const data = await mkdtemp(join(tmpdir(), 'owned-notes-'));
  const ports = portFlags.flatMap((flag) => [flag, '0']);
  // In a group of its own, as npm starts the stack as a child.
  const npm = spawn('npm', ['start', '--', '--data', data, ...ports, ...flags], {
    cwd: folder,
    detached: true,
    stdio: 'pipe',
  });
  let printed = '';
  const { promise: runs, resolve, reject } = Promise.withResolvers<void>();
  for (const stream of [npm.stdout, npm.stderr])
    stream.on('data', (chunk) => {
      printed += chunk;
      if (printed.includes('Requests, as they come:')) resolve();
    });
  npm.once('exit', (code) => reject(new Error(`npm start ended with ${code}: ${printed}`)));
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
    return {
      data,
      outputs,
      printed: () => printed,
      codeFor: async (email) => {
        const mails = (await readFile(join(data, 'mail.jsonl'), 'utf8').catch(() => '')).split('\n').filter(Boolean);
        return mails.map((line) => JSON.parse(line)).findLast(({ to }) => to === email)?.code;
      },
      [Symbol.asyncDispose]: end,
    };
  } catch (error) {
    await end();
    throw error;
  }
};
