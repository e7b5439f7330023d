import { baseline, frameworks, ours, oursWithCache } from './contestants.ts';
import type { Cell, Figure } from './figures.ts';
import { contestantOf, gzipOfGet, type Results } from './results.ts';

/** Something that this project promises of itself, and what a run found. */
export interface Target {
  readonly promise: string;
  readonly found: string;
  readonly kept: boolean;
  /** Whether it is a count, which no noise moves: then a run that finds it missed fails. */
  readonly counted: boolean;
}

export const targetsOf = (results: Results): readonly Target[] => {
  const bundle = gzipRatio(results);
  return [
    ratioTarget('cold CPU', 0.75, results, ours, ({ group, figure }) => group === 'cold' && figure === 'cpu'),
    ratioTarget('cold wall time', 0.75, results, ours, ({ group, figure }) => group === 'cold' && figure === 'wall'),
    ratioTarget('memory after a cold start', 0.92, results, ours, ({ figure }) => figure === 'rss'),
    timed('bundle of get, gzip, at most 0.70', bundle.toFixed(2), bundle <= 0.7),
    ratioTarget(
      'cold CPU with the compile cache',
      0.7,
      results,
      oursWithCache,
      ({ group, figure }) => group === 'cold' && figure === 'cpu',
    ),
    ratioTarget('warm CPU without network, one item', 0.85, results, ours, (cell) => warmAlone(cell) && !isList(cell)),
    ratioTarget('warm CPU without network, lists', 1, results, ours, (cell) => warmAlone(cell) && isList(cell)),
    aheadOfFrameworks(results),
    oneCall(results),
    ...capacity(results),
  ];
};

const warmAlone = ({ group }: Cell): boolean => group === 'warm, no network';
const isList = ({ scenario }: Cell): boolean => scenario.startsWith('list');
const timed = (promise: string, found: string, kept: boolean): Target => ({ promise, found, kept, counted: false });

/** The median ratio of every cell is at most the limit. */
const ratioTarget = (
  what: string,
  limit: number,
  { figures }: Results,
  contestant: string,
  applies: (cell: Cell) => boolean,
): Target => {
  const own = figures.filter((figure) => figure.contestant === contestant && applies(figure));
  const found = own.map(({ scenario, ratio }) => `${scenario} ${ratio.median.toFixed(2)}`).join(', ');
  const kept = own.length > 0 && own.every(({ ratio }) => ratio.median <= limit);
  return timed(`${what}, at most ${limit.toFixed(2)}`, found === '' ? 'not measured' : found, kept);
};

const gzipRatio = (results: Results): number => {
  const [own, base] = [contestantOf(results, ours), contestantOf(results, baseline)];
  return own === undefined || base === undefined ? Number.NaN : gzipOfGet(own) / gzipOfGet(base);
};

const aheadOfFrameworks = ({ figures }: Results): Target => {
  const of = (contestant: string, { group, scenario, figure }: Cell): Figure | undefined =>
    figures.find(
      (each) =>
        each.contestant === contestant && each.group === group && each.scenario === scenario && each.figure === figure,
    );
  const cells = figures.filter(({ contestant }) => contestant === ours);
  const behind = cells.flatMap((cell) => {
    const faster = frameworks.filter((name) => !(cell.ratio.median < (of(name, cell)?.ratio.median ?? Number.NaN)));
    return faster.length === 0 ? [] : [`${cell.group}, ${cell.scenario}, ${cell.figure} (${faster.join(', ')})`];
  });
  const ahead = `ahead in ${cells.length - behind.length} of ${cells.length} cells`;
  const kept = cells.length > 0 && behind.length === 0;
  return timed(
    `ahead of ${frameworks.join(', ')} in every cell`,
    kept ? ahead : `${ahead}; not in ${behind.join('; ')}`,
    kept,
  );
};

const oneCall = (results: Results): Target => {
  const calls = contestantOf(results, ours)?.calls ?? [];
  const more = calls.filter((each) => each.calls !== 1).map((each) => `${each.scenario} ${each.calls}`);
  const found = more.length === 0 ? '1' : more.join(', ');
  return { promise: 'one call of DynamoDB for each operation', found, kept: more.length === 0, counted: true };
};

/** A list costs what the items weigh, so it is compared on equal items, and stated on each one's own too. */
const capacity = (results: Results): readonly Target[] => {
  const base = contestantOf(results, baseline)?.calls ?? [];
  const own = contestantOf(results, ours)?.calls ?? [];
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
