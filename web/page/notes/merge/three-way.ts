import { pairLines } from './line-pairs.ts';

/** Lines in the same place of a base text and its two changed versions. */
export interface Hunk {
  /** Who changed them: nobody, one side, both in the same way, or both differently. */
  readonly kind: 'Same' | 'Mine' | 'Theirs' | 'Both' | 'Clash';
  readonly base: readonly string[];
  readonly mine: readonly string[];
  readonly theirs: readonly string[];
}

/** Compares line by line. The hunks of one side, concatenated, are that side's text. */
export const mergeThreeWay = (base: string, mine: string, theirs: string): readonly Hunk[] => {
  const [b, m, t] = [base.split('\n'), mine.split('\n'), theirs.split('\n')];
  const [inMine, inTheirs] = [pairLines(b, m), pairLines(b, t)];
  const hunks: Hunk[] = [];
  let [fromB, fromM, fromT] = [0, 0, 0];

  const hunk = (toB: number, toM: number, toT: number): Hunk => {
    const sides = { base: b.slice(fromB, toB), mine: m.slice(fromM, toM), theirs: t.slice(fromT, toT) };
    [fromB, fromM, fromT] = [toB, toM, toT];
    return { kind: classifyHunk(sides), ...sides };
  };
  const push = (one: Hunk) => {
    if (one.base.length + one.mine.length + one.theirs.length === 0) return;
    const last = hunks.at(-1);
    if (one.kind !== 'Same' || last?.kind !== 'Same') hunks.push(one);
    else {
      const lines = [...last.base, ...one.base];
      hunks[hunks.length - 1] = { kind: 'Same', base: lines, mine: lines, theirs: lines };
    }
  };

  for (let line = 0; line < b.length; line++) {
    const [toM, toT] = [inMine[line] ?? -1, inTheirs[line] ?? -1];
    if (toM < 0 || toT < 0) continue;
    push(hunk(line, toM, toT));
    push(hunk(line + 1, toM + 1, toT + 1));
  }
  push(hunk(b.length, m.length, t.length));
  return hunks;
};

const classifyHunk = ({ base, mine, theirs }: Omit<Hunk, 'kind'>): Hunk['kind'] => {
  const [isMine, isTheirs] = [!sameLines(base, mine), !sameLines(base, theirs)];
  if (!isMine && !isTheirs) return 'Same';
  if (!isTheirs) return 'Mine';
  if (!isMine) return 'Theirs';
  return sameLines(mine, theirs) ? 'Both' : 'Clash';
};

const sameLines = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((line, index) => line === other[index]);

/**
 * Merges both sides into one text. Where they clash it contains both, mine first: nothing is lost, and the user can
 * tidy up.
 */
export const mergeLines = (hunks: readonly Hunk[]): string =>
  hunks
    .flatMap(({ kind, mine, theirs }) => (kind === 'Theirs' ? theirs : kind === 'Clash' ? [...mine, ...theirs] : mine))
    .join('\n');
