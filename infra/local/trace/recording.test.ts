import { afterEach, expect, test, vi } from 'vitest';
import { addStep, createRecording, createRecordings } from './recording.ts';

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
