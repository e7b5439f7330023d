import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import type { SoakOptions } from './soak-options.ts';

/** Runs of a property that one worker does in a row, and the seed that they are drawn from. */
export interface Chunk {
  readonly seed: number;
  readonly count: number;
  /** The path that a failure printed: replays it. */
  readonly path?: string;
}

export interface InChunksOptions<R> extends Omit<SoakOptions, 'given'> {
  /** The URL of a worker that answers each chunk with a result. */
  readonly worker: URL;
  readonly chunkSize: number;
  readonly onResult: (result: R) => void;
  /** Decides whether to hand out no more chunks. */
  readonly isOver: () => boolean;
}

/** Distributes all runs over workers; each chunk has its own seed, whichever worker gets it. */
export const inChunks = async <R>(options: InChunksOptions<R>): Promise<void> => {
  const { seed, count, path, workers, chunkSize, isOver, onResult } = options;
  function* chunks(): Generator<Chunk> {
    if (path !== undefined) return yield { seed, count: 1, path };
    for (let first = 0; first < count && !isOver(); first += chunkSize)
      yield { seed: seed + first / chunkSize, count: Math.min(chunkSize, count - first) };
  }
  const waiting = chunks();

  /** Gives one worker chunk after chunk, until none is left or the run is over. */
  const work = async (): Promise<void> => {
    const worker = new Worker(options.worker);
    try {
      for (let chunk = waiting.next().value; chunk; chunk = waiting.next().value) {
        worker.postMessage(chunk);
        // Rejects if an error kills the worker.
        const [result]: R[] = await once(worker, 'message');
        if (result === undefined) throw new Error('A worker gave no answer.');
        onResult(result);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
};

/** Runs a property for a chunk. Returns a failure's error, its counterexample, and how to reproduce it. */
export const findFailure = async <T>(
  property: fc.IAsyncProperty<T>,
  { seed, count, path }: Chunk,
  command: string,
  shown: (counterexample: T | null) => readonly string[] = () => [],
): Promise<string | undefined> => {
  const details = await fc.check(property, { seed, numRuns: count, ...(path !== undefined && { path }) });
  if (!details.failed) return undefined;
  const { counterexamplePath, errorInstance, counterexample } = details;
  return [
    errorInstance instanceof Error ? errorInstance.message : String(errorInstance),
    ...shown(counterexample),
    `Again: ${command} --seed ${seed} --path ${counterexamplePath}`,
  ].join('\n');
};
