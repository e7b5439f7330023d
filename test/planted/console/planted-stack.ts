import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Outputs } from '../../../infra/local/outputs.ts';
import type { Scene } from '../../chain/console/promises/scene.ts';
import { askingConsole } from '../../chain/console/traced-stack.ts';

export interface PlantedStack extends AsyncDisposable {
  readonly stack: Scene['stack'];
  /** Puts one of the faults in force, and no other; none, if it is left out. */
  readonly plant: (fault?: string) => Promise<void>;
}

/** Starts a stack in its own process, with every fault in it. */
export const plantedStack = async (): Promise<PlantedStack> => {
  const data = await mkdtemp(join(tmpdir(), 'owned-notes-planted-'));
  const hooks = pathToFileURL(join(import.meta.dirname, 'plant.ts')).href;
  const child = fork(join(import.meta.dirname, 'stack-program.ts'), [data], {
    execArgv: ['--import', hooks],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let written = '';
  child.stderr?.on('data', (chunk) => {
    written += chunk;
  });
  const end = async () => {
    const hasEnded = child.exitCode !== null || child.signalCode !== null;
    const exit = hasEnded ? undefined : once(child, 'exit');
    if (child.connected) child.disconnect();
    await exit;
    await rm(data, { recursive: true, force: true });
  };
  const answer = <T>(): Promise<T> => {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const ended = () => reject(new Error(`The planted stack ended: ${written}`));
    child.once('exit', ended).once('message', (message) => {
      child.off('exit', ended);
      resolve(message as T);
    });
    return promise;
  };
  try {
    const { outputs } = await answer<{ readonly outputs: Outputs }>();
    return {
      stack: { outputs, ...askingConsole(outputs) },
      plant: async (fault) => {
        const done = answer();
        child.send({ fault });
        await done;
      },
      [Symbol.asyncDispose]: end,
    };
  } catch (error) {
    await end();
    throw error;
  }
};
