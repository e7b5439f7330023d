import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import fc from 'fast-check';
import { startTestS3 } from '../../infra/local/s3/test-s3.ts';
import type { NetworkFault } from '../simulation/files/faults.ts';
import { someScenario } from '../simulation/files/scheduled-actions.ts';
import { createSimulation } from '../simulation/files/simulate.ts';
import { type Chunk, findFailure } from './in-chunks.ts';

export interface FilesChunkReport {
  readonly sequences: number;
  readonly commands: number;
  readonly faults: readonly (readonly [NetworkFault, number])[];
  /** The violation that ended the chunk, and how to reproduce it. */
  readonly violation: string | undefined;
}

// Most errors here are planted faults, whose stack traces nobody reads.
Error.stackTraceLimit = 0;

/** A file system in memory, if there is one, as each write is synced four times. */
const place = process.env.NOTES_SOAK_FOLDER ?? tmpdir();

const runChunk = async (chunk: Chunk): Promise<FilesChunkReport> => {
  const folder = await mkdtemp(join(place, 'soak-files-'));
  try {
    await using api = await startTestS3({ folder, denial: () => undefined });
    const tally = { commands: 0, faults: new Map<NetworkFault, number>() };
    using simulated = createSimulation(api, tally);
    let runs = 0;
    const property = fc.asyncProperty(someScenario(), (scenario) => {
      runs++;
      return simulated.run(scenario);
    });
    const violation = await findFailure(property, chunk, 'npm run test:soak -- --files', (found) => [
      JSON.stringify(found),
    ]);
    return { sequences: runs, commands: tally.commands, faults: [...tally.faults], violation };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

parentPort?.on('message', async (chunk: Chunk) => parentPort?.postMessage(await runChunk(chunk)));
