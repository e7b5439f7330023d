import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningStack, watchStart } from '../running-stack.ts';

export interface RestartableStack extends AsyncDisposable, Pick<RunningStack, 'outputs'> {
  /** Stops the stack's process; its data stays. */
  readonly stop: () => Promise<void>;
  /** Starts it again, in another process, at the same addresses. */
  readonly start: () => Promise<void>;
}

const program = join(import.meta.dirname, '../../../scripts/start.js');

/** Starts what `npm start` runs, on free ports. Disposing of it stops it and deletes its data. */
export const restartableStack = async (): Promise<RestartableStack> => {
  const data = await mkdtemp(join(tmpdir(), 'owned-notes-'));
  let running: ChildProcess | undefined;
  let outputs: RunningStack['outputs'] | undefined;

  const stop = async () => {
    const ending = running;
    running = undefined;
    if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
    const ended = once(ending, 'exit');
    ending.kill();
    await ended;
  };
  const start = async () => {
    const started = spawn(process.execPath, [program, '--data', data, ...portsOf(outputs)], { stdio: 'pipe' });
    running = started;
    await watchStart(started).runs;
    outputs = JSON.parse(await readFile(join(data, 'outputs.json'), 'utf8'));
  };
  const end = async () => {
    await stop();
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await start();
    if (outputs === undefined) throw new Error('The stack has no outputs.');
    return { outputs, stop, start, [Symbol.asyncDispose]: end };
  } catch (error) {
    await end();
    throw error;
  }
};

/** Returns flags for the ports that it had, or for any free ones. */
const portsOf = (outputs: RunningStack['outputs'] | undefined): readonly string[] =>
  Object.entries({
    port: outputs?.ApiEndpoint,
    'cognito-port': outputs?.CognitoEndpoint,
    'dynamodb-port': outputs?.DynamoDbEndpoint,
    's3-port': outputs?.S3Endpoint,
    'page-port': outputs?.PageUrl,
    'console-port': outputs?.ConsoleUrl,
  }).flatMap(([name, url]) => [`--${name}`, url === undefined ? '0' : new URL(url).port]);
