import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { mustComeUp } from '../../infra/local/iam/test-agreement.ts';
import type { PoliciesChunk, PoliciesResult } from './policies-chunk.ts';
import { progress, table } from './report.ts';

const usage = `node test/soak/policies.ts [--count N] [--seed N] [--path P] [--workers N]

Decides N random requests (10,000 if not said) by random policies, with the evaluator and with iam-simulate. Ends with 1 if the two
differ, or if a decision, an element or an operator never came up.

  --seed, --path   as printed of a difference: replays it
  --workers        threads; as many as there are cores if not said`;

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    path: { type: 'string' },
    workers: { type: 'string', default: String(availableParallelism()) },
    help: { type: 'boolean', default: false },
  },
});
const { path } = values;
const [seed, workers] = [Number(values.seed), Number(values.workers)];
const count = path === undefined ? Number(values.count) : 1;
if (values.help || ![count, seed, workers].every(Number.isSafeInteger) || count < 1 || workers < 1) {
  console.log(usage);
  process.exit(values.help ? 0 : 2);
}

const total = { scenarios: 0, tally: new Map<string, number>(), differences: [] as string[] };
const report = progress('requests', count);

/** Requests that one worker decides in a row. Each chunk has a seed of its own, whichever worker gets it. */
const chunkSize = 1000;
function* chunks(): Generator<PoliciesChunk> {
  if (path !== undefined) return yield { seed, scenarios: 1, path };
  for (let first = 0; first < count && total.differences.length === 0; first += chunkSize)
    yield { seed: seed + first / chunkSize, scenarios: Math.min(chunkSize, count - first) };
}
const waiting = chunks();

const work = async (): Promise<void> => {
  const worker = new Worker(new URL('./policies-chunk.ts', import.meta.url));
  try {
    for (let chunk = waiting.next().value; chunk; chunk = waiting.next().value) {
      worker.postMessage(chunk);
      // Rejects if the worker dies of an error.
      const [result]: PoliciesResult[] = await once(worker, 'message');
      if (result === undefined) throw new Error('A worker answered nothing.');
      total.scenarios += result.scenarios;
      for (const [name, times] of result.tally) total.tally.set(name, (total.tally.get(name) ?? 0) + times);
      if (result.difference !== undefined) total.differences.push(result.difference);
      report.at(total.scenarios, `${total.differences.length} differences`);
    }
  } finally {
    await worker.terminate();
  }
};

console.log(`${count} requests, seed ${seed}, ${workers} workers.`);
process.once('SIGINT', () => end('Interrupted.'));
await Promise.all(Array.from({ length: workers }, work));
end();

function end(said?: string): never {
  report.end();
  if (said !== undefined) console.log(said);
  const others = [...total.tally.keys()].filter((name) => !mustComeUp.includes(name)).toSorted();
  console.log(
    table([
      ['requests', total.scenarios],
      ...[...mustComeUp, ...others].map((name) => [name, total.tally.get(name) ?? 0] as const),
      ['differences', total.differences.length],
    ]),
  );
  for (const difference of total.differences.slice(0, 5)) console.error(`\n${difference}`);
  const missing = path === undefined ? mustComeUp.filter((name) => !total.tally.has(name)) : [];
  if (missing.length > 0) console.error(`\nThese never came up: ${missing.join(', ')}. More requests are needed.`);
  process.exit(total.differences.length > 0 || missing.length > 0 || said !== undefined ? 1 : 0);
}
