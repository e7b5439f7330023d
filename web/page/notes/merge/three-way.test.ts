import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeTexts } from './merge-texts.ts';
import { mergeLines, mergeThreeWay } from './three-way.ts';

/** Texts of a few lines, some from a small set so that they often match, and some arbitrary. */
const someText = fc
  .array(fc.oneof(fc.constantFrom('a', 'b', 'c', ''), fc.string({ maxLength: 3 })), { maxLength: 8 })
  .map((lines) => lines.join('\n'));

const merged = (base: string, mine: string, theirs: string) => mergeLines(mergeThreeWay(base, mine, theirs));

const holds = (law: (base: string, mine: string, theirs: string) => void) =>
  fc.assert(fc.property(someText, someText, someText, law), { numRuns: 500 });

test('a side without changes gives way to the other', () =>
  holds((base, mine) => {
    expect(merged(base, mine, base)).toBe(mine);
    expect(merged(base, base, mine)).toBe(mine);
    expect(merged(base, mine, mine)).toBe(mine);
  }));

test('the hunks of each side add up to that side', () =>
  holds((base, mine, theirs) => {
    const hunks = mergeThreeWay(base, mine, theirs);
    expect(hunks.flatMap((hunk) => hunk.base).join('\n')).toBe(base);
    expect(hunks.flatMap((hunk) => hunk.mine).join('\n')).toBe(mine);
    expect(hunks.flatMap((hunk) => hunk.theirs).join('\n')).toBe(theirs);
  }));

test('a merge has every line that either side added, and no line of neither', () =>
  holds((base, mine, theirs) => {
    const count = (text: string, line: string) => text.split('\n').filter((each) => each === line).length;
    const lines = merged(base, mine, theirs).split('\n');
    for (const line of new Set([...mine.split('\n'), ...theirs.split('\n')]))
      if (count(base, line) === 0) expect(lines).toContain(line);
    for (const line of lines) expect(count(mine, line) + count(theirs, line)).toBeGreaterThan(0);
  }));

test('swapping the sides changes only the order within a clash', () =>
  holds((base, mine, theirs) => {
    const kinds = { Mine: 'Theirs', Theirs: 'Mine', Same: 'Same', Both: 'Both', Clash: 'Clash' } as const;
    expect(mergeThreeWay(base, theirs, mine)).toEqual(
      mergeThreeWay(base, mine, theirs).map((hunk) => ({
        ...hunk,
        ...{ kind: kinds[hunk.kind], mine: hunk.theirs, theirs: hunk.mine },
      })),
    );
  }));

test('changes in different places are both merged, and those in the same place clash and both stay', () => {
  expect(merged('milk\nbread\neggs', 'oat milk\nbread\neggs', 'milk\nbread\neggs\ntea')).toBe(
    'oat milk\nbread\neggs\ntea',
  );
  expect(mergeThreeWay('milk', 'oat milk', 'no milk')).toEqual([
    { kind: 'Clash', base: ['milk'], mine: ['oat milk'], theirs: ['no milk'] },
  ]);
  expect(merged('milk', 'oat milk', 'no milk')).toBe('oat milk\nno milk');
});

test('very long texts are compared as a whole, quickly', () => {
  const lines = (of: string) => Array.from({ length: 60_000 }, (_, index) => `${of}${index}`).join('\n');
  expect(mergeThreeWay(lines('a'), lines('b'), lines('c')).map(({ kind }) => kind)).toEqual(['Clash']);
});

test('a changed attachment is taken, and mine if both changed', () => {
  const note = (attachment?: string) => ({ content: 'a', ...(attachment !== undefined && { attachment }) });
  expect(mergeTexts(note('1'), note('1'), note('2'))).toEqual(note('2'));
  expect(mergeTexts(note('1'), note(), note('1'))).toEqual(note());
  expect(mergeTexts(note(), note('1'), note('2'))).toEqual(note('1'));
});
