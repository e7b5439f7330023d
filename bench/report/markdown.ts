import { baseline, ours, oursWithIam } from '../contestants.ts';
import type { Cell, Figure, Group } from '../figures.ts';
import { type BenchmarkResults, type ContestantFigures, calculateMean, findGetGzip } from '../results.ts';
import type { Quartiles } from '../statistics.ts';
import type { Target } from '../targets.ts';
import type { Scenario } from '../work.ts';

/** Formats everything that a run found, for `results.md`. */
export const formatMarkdown = (results: BenchmarkResults, targets: readonly Target[]): string => {
  const { node, processor, processors, repetitions, turns } = results.about;
  const groups = Object.entries(headings).map(([group, heading]) => {
    const tables = selectCells(results, group).map(
      (cell) => `### ${formatTitle(cell)}\n\n${formatFigureTable(results, cell)}`,
    );
    return `## ${heading}\n\n${tables.join('\n\n')}`;
  });
  return `# Results of a run

Written by \`npm run bench\`; [docs/bench.md](../../docs/bench.md) says how it measures. Node ${node}, ${processors} processors (${processor});
${repetitions} cold starts and ${turns} turns of a warm function in each cell. Medians, with quartiles in brackets; ratios are to the ${baseline},
paired within a repetition. A ratio of the second copy of the ${baseline} that is not 1 is noise.

## What is promised

${formatTargetTable(targets)}

## In short

${formatSummary(results)}

${describeIam(results)}

## Bundles

${bundleTable(results)}

## Calls of DynamoDB, and capacity

Capacity units of each operation, every contestant on the items that it writes itself. Each call is one of DynamoDB${describeCalls(results)}.

${formatCapacityTable(results)}

${groups.join('\n\n')}
`;
};

const headings: Readonly<Record<Group, string>> = {
  cold: 'Cold starts',
  'warm, no network': 'Warm, without the network',
  'warm, loopback': 'Warm, over TLS to a loopback address',
};

const figureNames: Readonly<Record<Cell['figure'], string>> = {
  cpu: 'processor time, ms',
  wall: 'wall time, ms',
  rss: 'memory (RSS), MB',
  heap: "V8's heap, MB",
};

const formatTitle = ({ scenario, figure }: Cell): string => `${scenario}: ${figureNames[figure]}`;

const selectCells = ({ figures }: BenchmarkResults, group: string): readonly Cell[] =>
  figures.filter((figure) => figure.contestant === baseline && figure.group === group);

const formatRow = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const formatTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [formatRow(...head), formatRow(...head.map(() => '---')), ...rows.map((cells) => formatRow(...cells))].join('\n');

const find = (
  { figures }: BenchmarkResults,
  contestant: string,
  { group, scenario, figure }: Cell,
): Figure | undefined =>
  figures.find(
    (each) =>
      each.contestant === contestant && each.group === group && each.scenario === scenario && each.figure === figure,
  );

/** Formats bytes as megabytes, and milliseconds as they are, with two to three significant digits. */
const formatFigure = (figure: Cell['figure'], value: number): string => {
  const number = figure === 'rss' || figure === 'heap' ? value / 1_000_000 : value;
  return number.toFixed(number < 10 ? 2 : number < 100 ? 1 : 0);
};
const formatQuartiles = ({ low, median, high }: Quartiles, show: (value: number) => string): string =>
  `${show(median)} (${show(low)}–${show(high)})`;

const formatFigureTable = (results: BenchmarkResults, cell: Cell): string =>
  formatTable(
    ['', 'median (quartiles)', `ratio to the ${baseline}`],
    results.contestants.map(({ name }) => {
      const found = find(results, name, cell);
      if (found === undefined) return [name, '–', '–'];
      const value = formatQuartiles(found.value, (each) => formatFigure(cell.figure, each));
      return [name, value, formatQuartiles(found.ratio, (each) => each.toFixed(2))];
    }),
  );

const columns: readonly (Cell & { readonly head: string })[] = [
  { head: 'cold CPU', group: 'cold', scenario: 'get', figure: 'cpu' },
  { head: 'cold wall time', group: 'cold', scenario: 'get', figure: 'wall' },
  { head: 'memory', group: 'cold', scenario: 'get', figure: 'rss' },
  { head: 'warm CPU', group: 'warm, no network', scenario: 'get', figure: 'cpu' },
  { head: 'warm CPU, list of 1,000', group: 'warm, no network', scenario: 'list of 1000', figure: 'cpu' },
];

const units: Readonly<Record<Cell['figure'], string>> = { cpu: 'ms', wall: 'ms', rss: 'MB', heap: 'MB' };

/** Formats a line for each contestant: median ratios and medians, of its get function unless the column says list. */
export const formatSummary = (results: BenchmarkResults): string =>
  formatTable(
    ['', ...columns.map(({ head }) => head), 'bundle, gzip'],
    results.contestants.map((contestant) => {
      const { name } = contestant;
      const cells = columns.map((cell) => {
        const found = find(results, name, cell);
        if (found === undefined) return '–';
        return `${found.ratio.median.toFixed(2)} · ${formatFigure(cell.figure, found.value.median)} ${units[cell.figure]}`;
      });
      return [name === ours ? `**${name}**` : name, ...cells, `${Math.round(findGetGzip(contestant) / 1000)} KB`];
    }),
  );

const bundleTable = ({ contestants }: BenchmarkResults): string =>
  formatTable(
    ['bytes', 'get', 'get, gzip', 'mean of five', 'mean of five, gzip'],
    contestants.map((contestant) => {
      const { name, bundles } = contestant;
      const get = bundles.find(({ functionName }) => functionName === 'get');
      const numbers = [
        get?.minified ?? Number.NaN,
        findGetGzip(contestant),
        calculateMean(bundles.map(({ minified }) => minified)),
        calculateMean(bundles.map(({ gzip }) => gzip)),
      ];
      return [name, ...numbers.map((number) => Math.round(number).toLocaleString('en'))];
    }),
  );

const listScenarios = ({ contestants }: BenchmarkResults): readonly Scenario[] => [
  ...new Set(contestants.flatMap(({ calls }) => calls.map(({ scenario }) => scenario))),
];

const formatCapacityTable = (results: BenchmarkResults): string => {
  const scenarios = listScenarios(results).filter((scenario) => !scenario.endsWith('equal items'));
  const findCapacity = ({ calls }: ContestantFigures, scenario: Scenario) =>
    calls.find((each) => each.scenario === scenario)?.capacity;
  return formatTable(
    ['', ...scenarios],
    results.contestants.map((contestant) => [
      contestant.name,
      ...scenarios.map((scenario) => String(findCapacity(contestant, scenario) ?? '–')),
    ]),
  );
};

const describeCalls = ({ contestants }: BenchmarkResults): string => {
  const more = contestants.flatMap(({ name, calls }) =>
    calls.filter((each) => each.calls !== 1).map((each) => `${name}, ${each.scenario}: ${each.calls}`),
  );
  return more.length === 0 ? ', and nobody makes more than one' : `; more than one: ${more.join('; ')}`;
};

const formatTargetTable = (targets: readonly Target[]): string =>
  formatTable(
    ['', 'promise', 'found'],
    targets.map(({ kept, promise, found }) => [kept ? 'kept' : '**missed**', promise, found]),
  );

/** Describes what isolation by IAM costs, compared with the same functions without it. */
const describeIam = (results: BenchmarkResults): string => {
  const both = (cell: Cell): string =>
    [oursWithIam, ours]
      .map((name) => formatFigure(cell.figure, find(results, name, cell)?.value.median ?? Number.NaN))
      .join(' ms to ');
  return `What isolation \`iam\` costs a get, compared with \`application\`: at a cold start ${both({ group: 'cold', scenario: 'get', figure: 'cpu' })} ms of processor time
and ${both({ group: 'cold', scenario: 'get', figure: 'wall' })} ms of wall time, with STS a loopback away (on AWS some 10 to 50 ms more); when
it is warm ${both({ group: 'warm, no network', scenario: 'get', figure: 'cpu' })} ms of processor time. It is one call of STS for each owner, function and warm environment.`;
};
