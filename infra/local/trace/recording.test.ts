import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { addJudged, addStep, createRecording, createRecordings } from './recording.ts';
import type { Permission } from './trace.ts';

afterEach(() => {
  vi.useRealTimers();
});

const head = { method: 'GET', url: '/notes', rawHeaders: [] };
const numberOf = ({ id }: { readonly id: string }) => Number(id.slice(1));

test('ids increase, even across restarts, so that a link of the console never means another request', async () => {
  const before = [createRecording(head), createRecording(head)].map(numberOf);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 1000 });
  vi.resetModules();
  const restarted = await import('./recording.ts');
  const all = [...before, numberOf(restarted.createRecording(head))];
  expect(all).toEqual([...new Set(all)].toSorted((a, b) => a - b));
  expect(all.every(Number.isSafeInteger)).toBe(true);
});

test('each of two concurrent requests finds its own recording', async () => {
  const { here, run } = createRecordings();
  const [one, other] = [createRecording(head), createRecording(head)];
  const { promise: goOn, resolve } = Promise.withResolvers<void>();
  const first = run(one, async () => {
    await goOn;
    return here();
  });
  const second = run(other, async () => here());
  resolve();
  expect([await first, await second, here()]).toEqual([one, other, undefined]);
});

test('a step lasts from the end of the previous one, unless it states its start', () => {
  const recording = createRecording(head);
  addStep(recording, { kind: 'Owner', owner: 'a', from: 'identity' });
  addStep(recording, { kind: 'Owner', owner: 'b', from: 'identity' });
  addStep(recording, { kind: 'Owner', owner: 'c', from: 'identity' }, 0);
  const [first, second, third] = recording.steps;
  expect(second?.at).toBe((first?.at ?? 0) + (first?.milliseconds ?? 0));
  expect(third?.at).toBe(0);
  expect(recording.stepped).toBe(third?.milliseconds);
});

const decision = fc.record({
  allowed: fc.boolean(),
  action: fc.constantFrom('s3:GetObject', 's3:DeleteObject'),
  resource: fc.string(),
});
const judge = (decisions: readonly Pick<Permission, 'allowed' | 'action' | 'resource'>[]): readonly Permission[] => {
  const recording = createRecording(head);
  for (const each of decisions) {
    const permission = { ...each, sentence: '', principal: '', context: [], statements: [] };
    addJudged(recording, { permission, who: 'Ann' });
  }
  return recording.judged.map(({ permission }) => permission);
};

test('keeps IAM’s decisions in order: each denial, the first that allows an action, and a count of the others', () => {
  fc.assert(
    fc.property(fc.array(decision, { maxLength: 90 }), (decisions) => {
      const kept = judge(decisions);
      const isFirst = ({ action }: Pick<Permission, 'action'>, index: number) =>
        decisions.findIndex((each) => each.allowed && each.action === action) === index;
      expect(kept).toMatchObject(decisions.filter((each, index) => !each.allowed || isFirst(each, index)));
      expect(kept.reduce((sum, { more = 0 }) => sum + 1 + more, 0)).toBe(decisions.length);
    }),
  );
});

test('keeps a hundred of a thousand denials, and says how many more there are', () => {
  const denials = Array.from({ length: 1000 }, (_, index) => `key-${index}`);
  const kept = judge(denials.map((resource) => ({ allowed: false, action: 's3:DeleteObject', resource })));
  expect(kept.map(({ resource }) => resource)).toEqual(denials.slice(0, 100));
  expect(kept.map(({ more }) => more)).toEqual([...Array(99).fill(undefined), 900]);
});
