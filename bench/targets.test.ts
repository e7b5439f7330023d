import { describe, expect, test } from 'vitest';
import { baseline, frameworks, ours, oursWithIam } from './contestants.ts';
import type { Figure } from './figures.ts';
import type { BenchmarkResults, ContestantFigures } from './results.ts';
import { judgeTargets } from './targets.ts';

const figure = (contestant: string, ratio: number, group: Figure['group'] = 'cold'): Figure => {
  const quartiles = { low: ratio, median: ratio, high: ratio };
  return { contestant, group, scenario: 'get', figure: 'cpu', value: quartiles, ratio: quartiles };
};

const contestant = (name: string, gzip: number, calls: ContestantFigures['calls']): ContestantFigures => ({
  name,
  bundles: [{ functionName: 'get', minified: 3 * gzip, gzip }],
  calls,
});

const run = (ourRatio: number, ourCalls: ContestantFigures['calls']): BenchmarkResults => ({
  about: { node: 'v24', processor: '', processors: 1, repetitions: 1, turns: 1 },
  contestants: [
    contestant(ours, 70, ourCalls),
    contestant(baseline, 100, [
      { scenario: 'get', calls: 1, capacity: 0.5 },
      { scenario: 'list of 25', calls: 1, capacity: 1.5 },
    ]),
  ],
  figures: [figure(ours, ourRatio), figure(baseline, 1), ...frameworks.map((name) => figure(name, 0.75))],
});

const missed = (results: BenchmarkResults, counted: boolean) =>
  judgeTargets(results)
    .filter((target) => !target.kept && target.counted === counted)
    .map(({ promise }) => promise);

const oneGet = { scenario: 'get', calls: 1, capacity: 0.5 } as const;

describe('a target', () => {
  test('is kept at its limit, and missed above it', () => {
    const cold = 'cold CPU, at most 0.36';
    expect(missed(run(0.36, [oneGet]), false)).not.toContain(cold);
    expect(missed(run(0.37, [oneGet]), false)).toContain(cold);
  });

  test('is missed if nothing was measured', () => {
    expect(missed(run(0.1, [oneGet]), false)).toContain('cold wall time, at most 0.33');
  });

  test('requires us to be ahead of each framework, not level with it', () => {
    const ahead = expect.stringMatching(/^ahead of Middy/);
    expect(missed(run(0.74, [oneGet]), false)).not.toContainEqual(ahead);
    expect(missed(run(0.75, [oneGet]), false)).toContainEqual(ahead);
  });

  test('requires us to be ahead of aws-lite in every cold cell, and in all warm ones but one', () => {
    const warm = (scenario: Figure['scenario'], contestant: string, ratio: number): Figure => ({
      ...figure(contestant, ratio, 'warm, no network'),
      scenario,
    });
    const beside = (coldRatio: number, ...behind: Figure['scenario'][]): BenchmarkResults => ({
      ...run(0.3, [oneGet]),
      figures: [
        ...[figure(ours, coldRatio), figure('aws-lite', 0.4)],
        ...(['get', 'create', 'update'] as const).flatMap((scenario) => [
          warm(scenario, ours, behind.includes(scenario) ? 0.4 : 0.2),
          warm(scenario, 'aws-lite', 0.3),
        ]),
      ],
    });
    const [cold, but] = ['ahead of aws-lite, cold in every cell', 'ahead of aws-lite, warm in every cell except 1'];
    expect(missed(beside(0.39, 'get'), false)).not.toEqual(expect.arrayContaining([cold]));
    expect(missed(beside(0.39, 'get'), false)).not.toEqual(expect.arrayContaining([but]));
    expect(missed(beside(0.4), false)).toContain(cold);
    expect(missed(beside(0.39, 'get', 'create'), false)).toContain(but);
  });

  test('requires isolation iam to be no slower than without it, once warm', () => {
    const promise = 'warm with isolation iam no slower than without, within 0.03';
    const between = (own: number, iam: number): BenchmarkResults => ({
      ...run(0.3, [oneGet]),
      figures: [figure(ours, own, 'warm, no network'), figure(oursWithIam, iam, 'warm, no network')],
    });
    expect(missed(between(0.22, 0.24), false)).not.toContain(promise);
    expect(missed(between(0.22, 0.26), false)).toContain(promise);
    expect(missed(run(0.3, [oneGet]), false)).toContain(promise);
  });

  test('requires one call, and no more capacity than the baseline', () => {
    expect(missed(run(0.5, [oneGet]), true)).toEqual([]);
    expect(missed(run(0.5, [{ ...oneGet, calls: 2 }]), true)).toEqual(['one call of DynamoDB for each operation']);
    expect(missed(run(0.5, [{ ...oneGet, capacity: 1 }]), true)).toEqual([
      "capacity no more than the tutorial's style, one item",
    ]);
  });

  test('for the capacity of lists counts on equal items, and is only reported on each contestant’s own', () => {
    const own = { scenario: 'list of 25', calls: 1, capacity: 2 } as const;
    const equal = { scenario: 'list of 25, equal items', calls: 1, capacity: 1.5 } as const;
    expect(missed(run(0.5, [own, equal]), true)).toEqual([]);
    expect(missed(run(0.5, [own, equal]), false)).toContain(
      "capacity no more than the tutorial's style, lists of what each writes itself",
    );
    expect(missed(run(0.5, [own, { ...equal, capacity: 2 }]), true)).toHaveLength(1);
  });
});
