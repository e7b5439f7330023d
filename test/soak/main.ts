import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { type FaultKind, faultKinds } from '../simulation/faults.ts';
import type { Chunk, ChunkResult } from './chunk.ts';
import { progress, table } from './report.ts';

const usage = `npm run test:soak -- [--count N] [--seed N] [--path P] [--workers N]

Runs N random sequences of commands by three owners (1,000 if not said) through the handlers, over a simulated DynamoDB with
faults, and checks every answer. Ends with 1 if a promise was broken or a kind of fault never fired.
--seed with the --path of a failure replays it.`;

const chunkSize = 250;

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    path: { type: 'string' },
    workers: { type: 'string', default: String(availableParallelism()) },
    help: { type: 'boolean', default: false },
  },
});
const [count, seed, workers] = [values.count, values.seed, values.workers].map(Number) as [number, number, number];
if (values.help || ![count, seed, workers].every(Number.isSafeInteger) || count < 1 || workers < 1) {
  console.log(usage);
  process.exit(values.help ? 0 : 2);
}

/** Chunks have seeds of their own, so that what a sequence is does not depend on how many workers there are. */
function* chunks(): Generator<Chunk> {
  if (values.path !== undefined) return yield { seed, sequences: 1, path: values.path };
  for (let first = 0; first < count; first += chunkSize)
    yield { seed: seed + first / chunkSize, sequences: Math.min(chunkSize, count - first) };
}

const totals = { sequences: 0, commands: 0, faults: new Map<FaultKind, number>(), violations: [] as string[] };
const waiting = chunks();
const report = progress('sequences', values.path === undefined ? count : 1);

const add = ({ sequences, commands, faults, violation }: ChunkResult): void => {
  totals.sequences += sequences;
  totals.commands += commands;
  for (const [kind, fired] of faults) totals.faults.set(kind, (totals.faults.get(kind) ?? 0) + fired);
  if (violation !== undefined) totals.violations.push(violation);
  report.at(totals.sequences, `${totals.violations.length} violations`);
};

/** Gives one worker chunk after chunk, until there are none or a promise was broken. */
const work = async (): Promise<void> => {
  const worker = new Worker(new URL('./chunk.ts', import.meta.url));
  try {
    for (const chunk of waiting) {
      worker.postMessage(chunk);
      // Rejects if the worker dies of an error.
      const [result] = await once(worker, 'message');
      add(result as ChunkResult);
      if (totals.violations.length > 0) return;
    }
  } finally {
    await worker.terminate();
  }
};

console.log(`${count} sequences, seed ${seed}, ${workers} workers.`);
process.once('SIGINT', () => end('Interrupted.'));
await Promise.all(Array.from({ length: workers }, work));
end();

function end(said?: string): never {
  report.end();
  if (said !== undefined) console.log(said);
  const kinds = Object.keys(faultKinds) as FaultKind[];
  console.log(
    table([
      ['sequences', totals.sequences],
      ['commands', totals.commands],
      ...kinds.map((kind) => [`fault: ${kind}`, totals.faults.get(kind) ?? 0] as const),
      ['violations', totals.violations.length],
    ]),
  );
  for (const violation of totals.violations) console.error(`\n${violation}`);
  const unfired = values.path === undefined ? kinds.filter((kind) => !totals.faults.has(kind)) : [];
  if (unfired.length > 0) console.error(`\nThese never fired: ${unfired.join(', ')}. More sequences are needed.`);
  process.exit(totals.violations.length > 0 || unfired.length > 0 || said !== undefined ? 1 : 0);
}
