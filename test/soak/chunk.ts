import { parentPort } from 'node:worker_threads';
import fc from 'fast-check';
import type { NetworkFault } from '../simulation/faults.ts';
import { someScenario } from '../simulation/scenario.ts';
import { simulation } from '../simulation/simulate.ts';
import { type Chunk, findFailure } from './in-chunks.ts';

export interface ChunkReport {
  readonly sequences: number;
  readonly commands: number;
  readonly faults: readonly (readonly [NetworkFault, number])[];
  /** The violation that ended the chunk, and how to reproduce it. */
  readonly violation: string | undefined;
}

// Most errors here are planted faults: nobody reads their stack traces, and each would cost more than the request.
Error.stackTraceLimit = 0;
const run = simulation('wire');

const runChunk = async (chunk: Chunk): Promise<ChunkReport> => {
  const tally = { commands: 0, faults: new Map<NetworkFault, number>() };
  let runs = 0;
  const property = fc.asyncProperty(someScenario, (scenario) => {
    runs++;
    return run(scenario, tally);
  });
  const violation = await findFailure(property, chunk, 'npm run test:soak --', (found) => [JSON.stringify(found)]);
  return { sequences: runs, commands: tally.commands, faults: [...tally.faults], violation };
};

parentPort?.on('message', async (chunk: Chunk) => parentPort?.postMessage(await runChunk(chunk)));
