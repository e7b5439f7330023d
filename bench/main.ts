/**
 * `npm run bench`: all contestants do the same work; then one run measures them all; then the promises are checked.
 * Options: `--repetitions N` of each cold start (20), `--turns N` of each warm function (5, in each of four processes).
 * `--smoke` only checks that all contestants do the work and that everything can be measured.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureBundle } from './bundle-size.ts';
import { startChildren } from './child-process.ts';
import { buildContestants, functionNames } from './contestants.ts';
import { prepareEntrants } from './entrants.ts';
import { createFigures as newFigures } from './figures.ts';
import { startLoopback } from './loopback.ts';
import { measureCold, measureWarm, type WarmPlan } from './measure.ts';
import { createProgress } from './progress.ts';
import { startRecordedTable } from './recorded-table.ts';
import { drawCharts } from './report/charts.ts';
import { formatMarkdown, formatSummary } from './report/markdown.ts';
import { writeBetweenMarks } from './report/readme.ts';
import type { BenchmarkResults } from './results.ts';
import { judgeTargets } from './targets.ts';
import type { Scenario } from './work.ts';

const { values: options } = parseArgs({
  options: {
    repetitions: { type: 'string', default: '20' },
    turns: { type: 'string', default: '5' },
    smoke: { type: 'boolean', default: false },
  },
});
const { smoke } = options;
const count = (given: string): number => {
  if (smoke) return 1;
  if (!/^[1-9]\d*$/.test(given)) throw new Error(`"${given}" is not a number of repetitions or turns.`);
  return Number(given);
};
const repetitions = count(options.repetitions);
const turns = count(options.turns);
const generations = smoke ? 1 : 4;
const lists = smoke ? [25] : [25, 1000];

const cold: readonly Scenario[] = smoke ? ['get'] : ['get', 'create', 'list of 25'];
/** V8 has optimised a single-item function after some 6,000 invocations, and a long list's loops after fewer. */
const warmPlan = (scenario: Scenario): WarmPlan => {
  if (smoke)
    return {
      scenario,
      warmUp: { rounds: 1, none: 5, loopback: 5 },
      turn: { wakeUp: 0, invocations: 5, milliseconds: 0 },
    };
  const calls = scenario === 'list of 1000' ? { none: 100, loopback: 20 } : { none: 2500, loopback: 250 };
  return { scenario, warmUp: { rounds: 3, ...calls }, turn: { wakeUp: 150, invocations: 10, milliseconds: 150 } };
};
const warmScenarios: readonly Scenario[] = smoke
  ? ['list of 25']
  : ['create', 'get', 'update', 'delete', 'list of 25', 'list of 1000'];
const warm = warmScenarios.map(warmPlan);

const folder = await mkdtemp(join(tmpdir(), 'owned-notes-bench-'));
try {
  const contestants = await buildContestants(folder);
  await using children = await startChildren();
  await using table = await startRecordedTable();

  const show = createProgress(
    contestants.length * (1 + cold.length * repetitions + warm.length * generations * (1 + 2 * turns)),
  );
  const entrants = await prepareEntrants(contestants, { table, children, lists, step: show });
  const recorded = entrants.flatMap(({ work }) => [...work.values()]);
  await using loopback = await startLoopback(
    Object.fromEntries(recorded.map(({ accessKeyId, answers }) => [accessKeyId, answers])),
  );
  const figures = newFigures();
  const run = { entrants, children, loopback, figures, step: show };
  await measureCold(run, cold, repetitions);
  await measureWarm(run, warm, generations, turns);
  show.end();

  const results: BenchmarkResults = {
    about: {
      node: process.version,
      processor: cpus()[0]?.model ?? 'unknown',
      processors: cpus().length,
      repetitions,
      turns: generations * turns,
    },
    contestants: entrants.map(({ contestant: { name, folders }, work }) => ({
      name,
      bundles: functionNames.map((functionName) => ({ functionName, ...measureBundle(folders[functionName]) })),
      calls: [...work].map(([scenario, { calls }]) => ({
        scenario,
        calls: calls.length,
        capacity: calls.reduce((sum, { capacity }) => sum + capacity, 0),
      })),
    })),
    figures: figures.all(),
  };
  const targets = judgeTargets(results).filter(({ counted }) => counted || !smoke);
  for (const { kept, promise, found } of targets) console.log(`${kept ? 'kept  ' : 'MISSED'}  ${promise}: ${found}`);
  if (!smoke) {
    const out = join(import.meta.dirname, 'results');
    await mkdir(out, { recursive: true });
    await writeFile(join(out, 'results.json'), `${JSON.stringify(results, undefined, 1)}\n`);
    await writeFile(join(out, 'results.md'), formatMarkdown(results, targets));
    for (const [name, svg] of Object.entries(drawCharts(results))) await writeFile(join(out, `${name}.svg`), svg);
    await writeBetweenMarks(join(import.meta.dirname, '../README.md'), formatSummary(results));
  }
  if (targets.some(({ kept, counted }) => counted && !kept)) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
