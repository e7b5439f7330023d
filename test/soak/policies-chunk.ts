import { parentPort } from 'node:worker_threads';
import fc from 'fast-check';
import { expectAgreement, type Tally } from '../../infra/local/iam/test-agreement.ts';
import { someScenario } from '../../infra/local/iam/test-arbitraries.ts';
import { type Chunk, findFailure } from './in-chunks.ts';

export interface PoliciesChunkReport {
  readonly scenarios: number;
  readonly tally: readonly (readonly [name: string, times: number])[];
  /** The difference that ended the chunk, shrunk, and how to reproduce it. */
  readonly difference: string | undefined;
}

const runChunk = async (chunk: Chunk): Promise<PoliciesChunkReport> => {
  const tally: Tally = new Map();
  let runs = 0;
  const property = fc.asyncProperty(someScenario, (scenario) => {
    runs++;
    return expectAgreement(scenario, tally);
  });
  const difference = await findFailure(property, chunk, 'npm run test:soak:policies --');
  return { scenarios: runs, tally: [...tally], difference };
};

parentPort?.on('message', async (chunk: Chunk) => parentPort?.postMessage(await runChunk(chunk)));
