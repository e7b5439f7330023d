import { mustComeUp } from '../../infra/local/iam/test-agreement.ts';
import { inChunks } from './in-chunks.ts';
import type { PoliciesChunkReport } from './policies-chunk.ts';
import { progress, table } from './report.ts';
import { soakOptions } from './soak-options.ts';

const usage = `npm run test:soak:policies -- [--count N] [--seed N] [--path P] [--workers N]

Decides N random requests (10,000 by default) by random policies, with the evaluator and with iam-simulate. Exits with 1
if the two differ, or if a decision, an element or an operator never came up.

  --seed, --path   as a difference printed them: replays it
  --workers        the number of threads; by default, one for each core`;

const options = soakOptions(usage, 10_000);
const { seed, count, path, workers } = options;

const total = { scenarios: 0, tally: new Map<string, number>(), differences: [] as string[] };
const report = progress('requests', count);

console.log(`${count} requests, seed ${seed}, ${workers} workers.`);
process.once('SIGINT', () => end('Interrupted.'));
await inChunks<PoliciesChunkReport>({
  ...options,
  worker: new URL('./policies-chunk.ts', import.meta.url),
  chunkSize: 1000,
  isOver: () => total.differences.length > 0,
  onResult: ({ scenarios, tally, difference }) => {
    total.scenarios += scenarios;
    for (const [name, times] of tally) total.tally.set(name, (total.tally.get(name) ?? 0) + times);
    if (difference !== undefined) total.differences.push(difference);
    report.at(total.scenarios, `${total.differences.length} differences`);
  },
});
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
