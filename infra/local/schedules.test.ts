import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runSchedules } from './schedules.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const daily = { ruleArn: 'rule', functionArn: 'function', every: 86_400_000 };

test('a schedule is due a minute after the start, and then at its rate', async () => {
  const invoke = vi.fn(async () => {});
  using schedules = runSchedules([daily], invoke);
  await vi.advanceTimersByTimeAsync(59_999);
  expect(invoke).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(invoke.mock.calls).toEqual([[daily]]);
  await vi.advanceTimersByTimeAsync(86_400_000);
  expect(invoke).toHaveBeenCalledTimes(2);
  await schedules.runNow();
  expect(invoke).toHaveBeenCalledTimes(3);
});

test('a schedule of seconds does not wait for a minute, and none runs after disposal', async () => {
  const invoke = vi.fn(async () => {});
  {
    using _ = runSchedules([{ ...daily, every: 10_000 }], invoke);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(invoke).toHaveBeenCalledTimes(2);
  }
  await vi.advanceTimersByTimeAsync(1_000_000);
  expect(invoke).toHaveBeenCalledTimes(2);
});

test('a failed run is logged and stops no schedule; runNow rejects', async () => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {});
  const invoke = vi.fn(() => Promise.reject(new Error('no')));
  using schedules = runSchedules([daily], invoke);
  await vi.advanceTimersByTimeAsync(86_400_000);
  expect(invoke).toHaveBeenCalledTimes(2);
  expect(error).toHaveBeenCalledWith('A schedule failed: Error: no');
  await expect(schedules.runNow()).rejects.toThrow('no');
});

test('after the clock is moved, the first and the last nine times are due, and the schedule runs once', async () => {
  const [minute, day] = [60_000, 86_400_000];
  let time = 0;
  const invoke = vi.fn(async () => {});
  using schedules = runSchedules([daily], invoke, () => time);
  expect(schedules.dueUntil(minute - 1)).toEqual([]);
  expect(schedules.dueUntil(2 * day)).toEqual([minute, day, 2 * day]);
  expect(schedules.dueUntil(1000 * day)).toEqual([minute, ...Array.from({ length: 9 }, (_, at) => (992 + at) * day)]);
  time = 2 * day + 1;
  expect(await schedules.runDue()).toEqual({ runs: 1, failures: 0 });
  expect(await schedules.runDue()).toEqual({ runs: 0, failures: 0 });
  expect(schedules.dueUntil(3 * day)).toEqual([3 * day]);
});

test('after the clock is moved back, no schedule waits longer than its rate', async () => {
  let time = 0;
  const invoke = vi.fn(async () => {});
  using schedules = runSchedules([daily], invoke, () => time);
  time = 100 * 86_400_000;
  await schedules.runDue();
  time = 0;
  schedules.moved();
  invoke.mockClear();
  time = 86_400_000;
  await vi.advanceTimersByTimeAsync(86_400_000);
  expect(invoke).toHaveBeenCalledTimes(1);
});
