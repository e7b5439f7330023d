import type { Report, Try } from '../../attack/report.ts';
import { lines, type Words, words } from '../terminal.ts';

/**
 * Formats what was tried by each technique and the outcome of each operation, followed by everything that came through,
 * in full.
 */
export const describeAttack = ({ outcome, tries, findings, unproven }: Report): Words =>
  lines([
    ...[...groupBy(tries, ({ technique }) => technique)].flatMap(([technique, of]) => [
      words`${technique.padEnd(46)} ${String(of.length).padStart(4)} tried   ${describeVerdict(of)}`,
      ...[...groupBy(of, ({ operation }) => operation)].map(
        ([operation, each]) => words`  ${operation.padEnd(44)} ${countCame(each)}`,
      ),
    ]),
    ...findings.flatMap(describeFinding),
    ...unproven.map(({ operation, reason }) => words`Not tried: ${operation}, ${reason}.`),
    words``,
    verdicts[outcome](tries, findings),
  ]);

const verdicts: Readonly<Record<Report['outcome'], (tries: readonly Try[], findings: readonly Try[]) => Words>> = {
  NothingCameThrough: ({ length }) => words`Nothing came through: ${length} tries.`,
  CameThrough: ({ length }, findings) => words`${findings.length} of ${length} tries came through.`,
  Inconclusive: ({ length }) => words`Nothing came through, but some tries were inconclusive: ${length} tries.`,
};

const describeVerdict = (tries: readonly Try[]): string => {
  const through = tries.filter(({ verdict }) => verdict === 'CameThrough').length;
  if (through > 0) return `${through} CAME THROUGH`;
  const unclear = tries.filter(({ verdict }) => verdict === 'Inconclusive').length;
  return unclear > 0 ? `${unclear} inconclusive` : 'held';
};

/** Counts outcomes: `404 ×12, 400 ×2`. */
const countCame = (tries: readonly Try[]): string =>
  [...groupBy(tries, ({ came }) => came)]
    .map(([came, { length }]) => (length === 1 ? came : `${came} ×${length}`))
    .join(', ');

const describeFinding = ({ technique, risk, what, by, whose, request, expected, came }: Try): readonly Words[] => [
  words``,
  words`CAME THROUGH  ${technique}: ${what} (OWASP ${risk})`,
  words`  ${request.method} ${request.path}`,
  ...Object.entries(request.headers).map(([name, value]) => words`  ${name}: ${value}`),
  ...(request.body === undefined ? [] : [words`  ${request.body}`]),
  words`  by ${by}, against ${whose}: ${expected}; but got ${came}`,
];

const groupBy = <T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
};
