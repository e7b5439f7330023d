import { parentPort } from 'node:worker_threads';
import fc from 'fast-check';
import { agree, type Tally } from '../../infra/local/iam/test-agreement.ts';
import { someScenario } from '../../infra/local/iam/test-arbitraries.ts';

/** Some scenarios, by the seed that they are drawn from. */
export interface PoliciesChunk {
  readonly seed: number;
  readonly scenarios: number;
  /** Of a difference, as it was printed: replays it. */
  readonly path?: string;
}

export interface PoliciesResult {
  readonly scenarios: number;
  readonly tally: readonly (readonly [name: string, times: number])[];
  /** The difference that ended the chunk, shrunk, with how to see it again. */
  readonly difference?: string;
}

const resultOf = async ({ seed, scenarios, path }: PoliciesChunk): Promise<PoliciesResult> => {
  const tally: Tally = new Map();
  let runs = 0;
  const property = fc.asyncProperty(someScenario, (scenario) => {
    runs++;
    return agree(scenario, tally);
  });
  const details = await fc.check(property, { seed, numRuns: scenarios, ...(path !== undefined && { path }) });
  const { counterexamplePath, errorInstance } = details;
  return {
    scenarios: runs,
    tally: [...tally],
    ...(details.failed && {
      difference: [
        errorInstance instanceof Error ? errorInstance.message : String(errorInstance),
        `Again: node test/soak/policies.ts --seed ${seed} --path ${counterexamplePath}`,
      ].join('\n'),
    }),
  };
};

parentPort?.on('message', async (chunk: PoliciesChunk) => parentPort?.postMessage(await resultOf(chunk)));
