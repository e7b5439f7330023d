import { parentPort } from 'node:worker_threads';
import fc from 'fast-check';
import type { FaultKind } from '../simulation/faults.ts';
import { someScenario } from '../simulation/scenario.ts';
import { simulation } from '../simulation/simulate.ts';

/** Some sequences, by the seed that they are drawn from. */
export interface Chunk {
  readonly seed: number;
  readonly sequences: number;
  /** Of a failure, as it was printed: replays it. */
  readonly path?: string;
}

export interface ChunkResult {
  readonly sequences: number;
  readonly commands: number;
  readonly faults: readonly (readonly [FaultKind, number])[];
  /** The violation that ended the chunk, with how to see it again. */
  readonly violation?: string;
}

// Most errors here are faults: nobody reads their stacks, and each costs more than the request.
Error.stackTraceLimit = 0;
const run = simulation('wire');

const resultOf = async ({ seed, sequences, path }: Chunk): Promise<ChunkResult> => {
  const tally = { commands: 0, faults: new Map<FaultKind, number>() };
  let runs = 0;
  const property = fc.asyncProperty(someScenario, (scenario) => {
    runs++;
    return run(scenario, tally);
  });
  const details = await fc.check(property, { seed, numRuns: sequences, ...(path !== undefined && { path }) });
  const { counterexamplePath, errorInstance } = details;
  return {
    sequences: runs,
    commands: tally.commands,
    faults: [...tally.faults],
    ...(details.failed && {
      violation: [
        errorInstance instanceof Error ? errorInstance.message : String(errorInstance),
        JSON.stringify(details.counterexample),
        `Again: npm run test:soak -- --seed ${seed} --path ${counterexamplePath}`,
      ].join('\n'),
    }),
  };
};

parentPort?.on('message', async (chunk: Chunk) => parentPort?.postMessage(await resultOf(chunk)));
