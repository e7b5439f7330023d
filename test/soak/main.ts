import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { type FaultKind, faultKinds } from '../simulation/faults.ts';
import type { Chunk, ChunkResult } from './chunk.ts';
import { httpSoak } from './http.ts';
import { progress, table } from './report.ts';

const usage = `npm run test:soak -- [--count N] [--seed N] [--path P] [--workers N] [--http]

Runs N random sequences of commands by three owners (1,000 if not said) through the handlers, over a simulated DynamoDB with
faults, and checks every answer. Ends with 1 if a promise was broken or a kind of fault never fired.

  --seed, --path   as printed of a failure: replays it
  --workers        threads; as many as there are cores if not said
  --http           as signed requests to the local stack, over real connections with faults, in real time;
                   --seed then draws the same commands again, but not the same moments`;

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    path: { type: 'string' },
    workers: { type: 'string', default: String(availableParallelism()) },
    http: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const { path, http } = values;
const [seed, workers] = [Number(values.seed), Number(values.workers)];
const count = path === undefined ? Number(values.count) : 1;
if (values.help || ![count, seed, workers].every(Number.isSafeInteger) || count < 1 || workers < 1) {
  console.log(usage);
  process.exit(values.help ? 0 : 2);
}

const totals = { sequences: 0, commands: 0, faults: new Map<FaultKind, number>(), violations: [] as string[] };
const report = progress('sequences', count);
const fired = (kind: FaultKind, times = 1) => void totals.faults.set(kind, (totals.faults.get(kind) ?? 0) + times);
const done = (sequences: number, commands: number, violation: string | undefined): void => {
  totals.sequences += sequences;
  totals.commands += commands;
  if (violation !== undefined) totals.violations.push(violation);
  report.at(totals.sequences, `${totals.violations.length} violations`);
};

/** Sequences that one worker runs in a row. Each chunk has a seed of its own, whichever worker gets it. */
const chunkSize = 250;
function* chunks(): Generator<Chunk> {
  if (path !== undefined) return yield { seed, sequences: 1, path };
  for (let first = 0; first < count && totals.violations.length === 0; first += chunkSize)
    yield { seed: seed + first / chunkSize, sequences: Math.min(chunkSize, count - first) };
}
const waiting = chunks();

/** Gives one worker chunk after chunk, until there are none or a promise was broken. */
const work = async (): Promise<void> => {
  const worker = new Worker(new URL('./chunk.ts', import.meta.url));
  try {
    for (let chunk = waiting.next().value; chunk; chunk = waiting.next().value) {
      worker.postMessage(chunk);
      // Rejects if the worker dies of an error.
      const [result]: ChunkResult[] = await once(worker, 'message');
      if (result === undefined) throw new Error('A worker answered nothing.');
      for (const [kind, times] of result.faults) fired(kind, times);
      done(result.sequences, result.commands, result.violation);
    }
  } finally {
    await worker.terminate();
  }
};

console.log(`${count} sequences, seed ${seed}, ${http ? 'signed, over HTTP' : `${workers} workers`}.`);
process.once('SIGINT', () => end('Interrupted.'));
if (http)
  await httpSoak({
    ...{ seed, count, lanes: 16, faultRate: 0.05 },
    onSequence: ({ commands, violation }) => done(1, commands, violation),
    onFault: fired,
  });
else await Promise.all(Array.from({ length: workers }, work));
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
  for (const violation of totals.violations.slice(0, 5)) console.error(`\n${violation}`);
  const unfired = path === undefined ? kinds.filter((kind) => !totals.faults.has(kind)) : [];
  if (unfired.length > 0) console.error(`\nThese never fired: ${unfired.join(', ')}. More sequences are needed.`);
  process.exit(totals.violations.length > 0 || unfired.length > 0 || said !== undefined ? 1 : 0);
}
