import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { children } from './child-process.ts';
import { buildContestants } from './contestants.ts';
import { loopback } from './loopback.ts';
import { measure } from './measure.ts';
import { recordedTable } from './recorded-table.ts';
import { workOf } from './work.ts';
const t0 = performance.now();
const lap = (s: string) => console.log(s, Math.round(performance.now() - t0));
const folder = await mkdtemp(join(tmpdir(), 'owned-notes-bench-'));
const all = await buildContestants(folder);
lap('built');
await using kids = await children();
await using table = await recordedTable();
const entrants = [];
for (const contestant of all) entrants.push({ contestant, work: await workOf(contestant, table, kids, [25, 1000]) });
lap('worked');
const answers = Object.fromEntries(
  entrants.flatMap(({ work }) => [...work.values()].map((r) => [r.accessKeyId, r.answers])),
);
await using server = await loopback(answers);
const m = await measure(entrants, kids, server, {
  coldRepetitions: Number(process.argv[2]),
  warmRepetitions: Number(process.argv[3]),
  cold: ['get', 'create', 'list of 25'],
  warm: ['get', 'create', 'update', 'delete', 'list of 25', 'list of 1000'],
  warmUp: { invocations: 100, cpu: 300 },
  measured: { invocations: 30, cpu: 300 },
  progress: (d, o, w) => process.stderr.write(`\r${d}/${o} ${w}`.padEnd(100)),
});
lap('measured');
const seen = new Set(m.map((x) => `${x.group}|${x.scenario}|${x.figure}`));
for (const k of seen) {
  console.log(k);
  for (const x of m.filter((y) => `${y.group}|${y.scenario}|${y.figure}` === k)) console.log('   ', x.contestant.padEnd(28), x.value.median.toFixed(3), x.ratio.median.toFixed(2), `(${x.ratio.low.toFixed(2)}–${x.ratio.high.toFixed(2)})`);
}
await rm(folder, { recursive: true, force: true });
