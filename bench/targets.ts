import { baseline, frameworks, ours, oursWithIam } from './contestants.ts';
import type { Cell, Figure } from './figures.ts';
import { type BenchmarkResults, findContestant, findGetGzip } from './results.ts';
import type { Scenario } from './work.ts';

/** A promise of this project about itself, and what a run found. */
export interface Target {
  readonly promise: string;
  readonly found: string;
  readonly kept: boolean;
  /** Whether it is a count, which noise does not change: a run that misses it fails. */
  readonly counted: boolean;
}

export const judgeTargets = (results: BenchmarkResults): readonly Target[] => {
  const bundle = calculateGzipRatio(results);
  const cold = (figure: Cell['figure']) => (cell: Cell) => cell.group === 'cold' && cell.figure === figure;
  const warm = (of: Scenario) => (cell: Cell) => cell.group === 'warm, no network' && cell.scenario === of;
  return [
    createRatioTarget('cold CPU', 0.36, results, ours, cold('cpu')),
    createRatioTarget('cold wall time', 0.33, results, ours, cold('wall')),
    createRatioTarget('memory after a cold start', 0.81, results, ours, cold('rss')),
    createTimedTarget('bundle of get, gzip, at most 0.20', bundle.toFixed(2), bundle <= 0.2),
    createRatioTarget('cold CPU with isolation iam', 0.4, results, oursWithIam, cold('cpu')),
    ...warmLimits.map(([scenario, limit]) =>
      createRatioTarget(`warm CPU without network, ${scenario}`, limit, results, ours, warm(scenario)),
    ),
    judgeLead('aws-lite, cold', ['aws-lite'], results, ({ group }) => group === 'cold'),
    judgeLead('aws-lite, warm', ['aws-lite'], results, ({ group }) => group === 'warm, no network', 1),
    judgeLead(frameworks.join(', '), frameworks, results, () => true),
    warmWithIam(results),
    judgeCalls(results),
    ...judgeCapacity(results),
  ];
};

const warmLimits: readonly (readonly [Scenario, number])[] = [
  ['get', 0.22],
  ['update', 0.27],
  ['delete', 0.27],
  ['create', 0.3],
  ['list of 25', 0.33],
  ['list of 1000', 0.5],
];

const createTimedTarget = (promise: string, found: string, kept: boolean): Target => ({
  promise,
  found,
  kept,
  counted: false,
});

/** Requires that the median ratio of every cell is at most the limit. */
const createRatioTarget = (
  what: string,
  limit: number,
  { figures }: BenchmarkResults,
  contestant: string,
  applies: (cell: Cell) => boolean,
): Target => {
  const own = figures.filter((figure) => figure.contestant === contestant && applies(figure));
  const found = own.map(({ scenario, ratio }) => `${scenario} ${ratio.median.toFixed(2)}`).join(', ');
  const kept = own.length > 0 && own.every(({ ratio }) => ratio.median <= limit);
  return createTimedTarget(`${what}, at most ${limit.toFixed(2)}`, found === '' ? 'not measured' : found, kept);
};

const calculateGzipRatio = (results: BenchmarkResults): number => {
  const [own, base] = [findContestant(results, ours), findContestant(results, baseline)];
  return own === undefined || base === undefined ? Number.NaN : findGetGzip(own) / findGetGzip(base);
};

const findFigure = (
  { figures }: BenchmarkResults,
  contestant: string,
  { group, scenario, figure }: Cell,
): Figure | undefined =>
  figures.find(
    (each) =>
      each.contestant === contestant && each.group === group && each.scenario === scenario && each.figure === figure,
  );

/** Requires the lead in every cell, except for some number of cells. */
const judgeLead = (
  whom: string,
  rivals: readonly string[],
  results: BenchmarkResults,
  applies: (cell: Cell) => boolean,
  except = 0,
): Target => {
  const cells = results.figures.filter((figure) => figure.contestant === ours && applies(figure));
  const behind = cells.flatMap((cell) => {
    const faster = rivals.filter(
      (name) => !(cell.ratio.median < (findFigure(results, name, cell)?.ratio.median ?? Number.NaN)),
    );
    return faster.length === 0 ? [] : [`${cell.group}, ${cell.scenario}, ${cell.figure} (${faster.join(', ')})`];
  });
  const ahead = `ahead in ${cells.length - behind.length} of ${cells.length} cells`;
  return createTimedTarget(
    `ahead of ${whom} in every cell${except === 0 ? '' : ` except ${except}`}`,
    behind.length === 0 ? ahead : `${ahead}; not in ${behind.join('; ')}`,
    cells.length > 0 && behind.length <= except,
  );
};

/** The noise between a contestant and its own copy is some hundredths. */
const noise = 0.03;

const warmWithIam = (results: BenchmarkResults): Target => {
  const cells = results.figures.filter(
    ({ contestant, group }) => contestant === oursWithIam && group === 'warm, no network',
  );
  const compared = cells.map((cell) => ({
    scenario: cell.scenario,
    more: cell.ratio.median - (findFigure(results, ours, cell)?.ratio.median ?? Number.NaN),
  }));
  return createTimedTarget(
    `warm with isolation iam no slower than without, within ${noise}`,
    compared.map(({ scenario, more }) => `${scenario} ${more >= 0 ? '+' : ''}${more.toFixed(2)}`).join(', '),
    compared.length > 0 && compared.every(({ more }) => more <= noise),
  );
};

const judgeCalls = (results: BenchmarkResults): Target => {
  const calls = findContestant(results, ours)?.calls ?? [];
  const more = calls.filter((each) => each.calls !== 1).map((each) => `${each.scenario} ${each.calls}`);
  const found = more.length === 0 ? '1' : more.join(', ');
  return { promise: 'one call of DynamoDB for each operation', found, kept: more.length === 0, counted: true };
};

/** A list costs what its items weigh, so lists of equal items are judged; those of each one's own are only reported. */
const judgeCapacity = (results: BenchmarkResults): readonly Target[] => {
  const base = findContestant(results, baseline)?.calls ?? [];
  const own = findContestant(results, ours)?.calls ?? [];
  const compared = own.map(({ scenario, capacity: units }) => {
    const same = base.find((each) => each.scenario === scenario.replace(', equal items', ''));
    return { scenario, units, base: same?.capacity ?? Number.NaN };
  });
  const target = (what: string, counted: boolean, of: typeof compared): Target => ({
    promise: `capacity no more than the ${baseline}, ${what}`,
    found: of.map(({ scenario, units, base: of }) => `${scenario} ${units} to ${of}`).join(', '),
    kept: of.every(({ units, base: limit }) => units <= limit),
    counted,
  });
  const lists = compared.filter(({ scenario }) => scenario.startsWith('list'));
  const equal = lists.filter(({ scenario }) => scenario.endsWith('equal items'));
  return [
    target(
      'one item',
      true,
      compared.filter((each) => !lists.includes(each)),
    ),
    target('lists of equal items', true, equal),
    target(
      'lists of what each writes itself',
      false,
      lists.filter((each) => !equal.includes(each)),
    ),
  ];
};
