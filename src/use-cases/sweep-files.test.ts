import fc from 'fast-check';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import { type OwnerId, parseOwnerId } from '../domain/owner.ts';
import type { StoreUnavailable } from '../ports/note-store.ts';
import { type SweepDeps, sweepFiles } from './sweep-files.ts';

// Times are in hours, and a visit is due every 24.
const interval = 24;
const owners = ['ann', 'bob'].map((name) => parseOwnerId(name)._unsafeUnwrap());
const keys = ['1-a', '2-b', '3-c'];
const notes = ['first', 'second'];

type Act =
  | { readonly type: 'upload'; readonly who: number; readonly key: string }
  | { readonly type: 'name'; readonly who: number; readonly note: string; readonly key: string }
  | { readonly type: 'let go'; readonly who: number; readonly note: string };
/** How a visit's call fares, and what users do before it. */
interface DependencyCall {
  readonly fault: 'none' | 'lost request' | 'lost reply';
  readonly meanwhile: readonly Act[];
}
type HistoryStep =
  | { readonly type: 'acts'; readonly hours: number; readonly acts: readonly Act[] }
  | { readonly type: 'visit'; readonly hours: number; readonly calls: readonly DependencyCall[] };

const who = fc.nat(owners.length - 1);
const key = fc.constantFrom(...keys);
const note = fc.constantFrom(...notes);
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ type: fc.constant('upload' as const), who, key }),
  fc.record({ type: fc.constant('name' as const), who, note, key }),
  fc.record({ type: fc.constant('let go' as const), who, note }),
);
const call: fc.Arbitrary<DependencyCall> = fc.record({
  fault: fc.oneof(
    { weight: 8, arbitrary: fc.constant('none' as const) },
    fc.constantFrom('lost request' as const, 'lost reply' as const),
  ),
  meanwhile: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(act, { maxLength: 3 })),
});
const hours = fc.integer({ min: 0, max: 20 });
const history: fc.Arbitrary<readonly HistoryStep[]> = fc.array(
  fc.oneof(
    fc.record({ type: fc.constant('acts' as const), hours, acts: fc.array(act, { minLength: 1, maxLength: 4 }) }),
    fc.record({
      type: fc.constant('visit' as const),
      // Most visits come when they are due, and some at any time.
      hours: fc.oneof({ weight: 2, arbitrary: hours }, fc.integer({ min: 20, max: 60 })),
      calls: fc.array(call, { maxLength: 8 }),
    }),
  ),
  { maxLength: 25 },
);

interface File {
  mark?: number;
  readonly uploaded: number;
}

/** The files and notes of owners, and what visits found. */
const world = (mayBeNamed: (file: File, now: number) => boolean) => {
  let now = 1000;
  const files = new Map(owners.map((owner) => [owner, new Map<string, File>()]));
  const named = new Map(owners.map((owner) => [owner, new Map<string, string>()]));
  /** The times at which visits found a file of this upload without a note. */
  const orphaned = new Map<File, number[]>();
  const filesOf = (owner: OwnerId) => files.get(owner) ?? new Map<string, File>();
  const listNames = (owner: OwnerId) => new Set(named.get(owner)?.values());

  const carryOut = (each: Act): void => {
    const owner = owners[each.who] as OwnerId;
    const own = filesOf(owner);
    if (each.type === 'upload' && !own.has(each.key)) own.set(each.key, { uploaded: now });
    if (each.type === 'let go') named.get(owner)?.delete(each.note);
    const file = each.type === 'name' ? own.get(each.key) : undefined;
    if (each.type === 'name' && file !== undefined && mayBeNamed(file, now)) named.get(owner)?.set(each.note, each.key);
  };

  const problems: string[] = [];
  const look = (): void => {
    for (const owner of owners)
      for (const key of listNames(owner)) if (!filesOf(owner).has(key)) problems.push(`${key} is named and gone`);
  };

  const visit = async (calls: readonly DependencyCall[]): Promise<boolean> => {
    const left = [...calls];
    const faulty = <T>(does: () => T): ResultAsync<T, StoreUnavailable> => {
      const { fault, meanwhile } = left.shift() ?? { fault: 'none', meanwhile: [] };
      meanwhile.forEach(carryOut);
      if (fault === 'lost request') return errAsync({ kind: 'StoreUnavailable' });
      const result = does();
      look();
      return fault === 'none' ? okAsync(result) : errAsync({ kind: 'StoreUnavailable' });
    };
    const deps: SweepDeps = {
      interval,
      clock: { now: () => now },
      attachments: {
        of: (owner) =>
          faulty(() => {
            for (const [key, file] of filesOf(owner))
              if (!listNames(owner).has(key)) orphaned.set(file, [...(orphaned.get(file) ?? []), now]);
            return listNames(owner);
          }),
      },
      files: {
        // Pages of one file.
        list: (owner, after) =>
          faulty(() => {
            const [first, ...others] = [...filesOf(owner).keys()].sort().filter((key) => key > (after ?? ''));
            return { keys: first === undefined ? [] : [first], ...(first && others.length > 0 && { next: first }) };
          }),
        orphanedSince: (owner, key) => faulty(() => filesOf(owner).get(key)?.mark),
        markOrphaned: (owner, key, since) =>
          faulty(() => {
            const file = filesOf(owner).get(key);
            if (file !== undefined) file.mark = since;
          }),
        delete: (owner, key) =>
          faulty(() => {
            const file = filesOf(owner).get(key);
            if (file === undefined) return;
            filesOf(owner).delete(key);
            const seen = orphaned.get(file) ?? [];
            const last = seen.at(-1) ?? Number.NaN;
            if (last !== now || !seen.some((time) => last - time >= 0.75 * interval && last - time <= 1.5 * interval))
              problems.push(`${key} is gone, which visits found unnamed at ${seen} only`);
          }),
      },
    };
    const results = await Promise.all(owners.map((owner) => sweepFiles(deps, owner)));
    return results.every((result) => result.isOk());
  };

  const run = async (steps: readonly HistoryStep[]): Promise<void> => {
    for (const step of steps) {
      now += step.hours;
      if (step.type === 'visit') await visit(step.calls);
      else step.acts.forEach(carryOut);
      look();
    }
  };
  return {
    run,
    visit,
    problems,
    left: () => owners.map((owner) => [[...filesOf(owner).keys()].sort(), [...listNames(owner)].sort()]),
  };
};

describe('a sweep', () => {
  test('never deletes a named file, if notes name files within 3/4 of an interval of their upload', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (steps) => {
        const { run, problems } = world((file, now) => now - file.uploaded < 0.75 * interval);
        await run(steps);
        expect(problems).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('deletes only files that two consecutive visits, an interval apart, found without a note', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (steps) => {
        const { run, problems } = world(() => true);
        await run(steps);
        expect(problems.filter((each) => !each.endsWith('is named and gone'))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('leaves exactly the files that notes name, three visits after the last fault', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (steps) => {
        const { run, visit, left } = world((file, now) => now - file.uploaded < 0.75 * interval);
        await run(steps);
        for (let visits = 0; visits < 3; visits++) {
          await run([{ type: 'acts', hours: interval, acts: [] }]);
          expect(await visit([])).toBe(true);
        }
        for (const [files, names] of left()) expect(files).toEqual(names);
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['an hour old, found by an extra visit', 1, 'waiting', 999],
    ['an hour ahead, from another clock', -1, 'waiting', 1001],
    ['of the previous visit', 24, 'deleted', undefined],
    ['of an earlier visit', 48, 'marked', 1000],
    ['from next week, by a wrong clock', -168, 'marked', 1000],
  ] as const)('handles a mark %s', async (_, age, comesTo, after) => {
    const files = new Map<string, number>([['1-a', 1000 - age]]);
    const [owner] = owners as [OwnerId];
    const swept = await sweepFiles(
      {
        interval,
        clock: { now: () => 1000 },
        attachments: { of: () => okAsync(new Set<string>()) },
        files: {
          list: () => okAsync({ keys: [...files.keys()] }),
          orphanedSince: (_, key) => okAsync(files.get(key)),
          markOrphaned: (_, key, since) => okAsync(void files.set(key, since)),
          delete: (_, key) => okAsync(void files.delete(key)),
        },
      },
      owner,
    );
    expect(swept._unsafeUnwrap()).toEqual({ named: 0, marked: 0, waiting: 0, deleted: 0, [comesTo]: 1 });
    expect(files.get('1-a')).toBe(after);
  });
});
