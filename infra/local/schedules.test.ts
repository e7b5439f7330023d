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

test('one of seconds does not wait for a minute, and none goes on after the end', async () => {
  const invoke = vi.fn(async () => {});
  {
    using _ = runSchedules([{ ...daily, every: 10_000 }], invoke);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(invoke).toHaveBeenCalledTimes(2);
  }
  await vi.advanceTimersByTimeAsync(1_000_000);
  expect(invoke).toHaveBeenCalledTimes(2);
});

test('a failure stops nothing and is told of; who runs it now is told by a rejection', async () => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {});
  const invoke = vi.fn(() => Promise.reject(new Error('no')));
  using schedules = runSchedules([daily], invoke);
  await vi.advanceTimersByTimeAsync(86_400_000);
  expect(invoke).toHaveBeenCalledTimes(2);
  expect(error).toHaveBeenCalledWith('A schedule failed: Error: no');
  await expect(schedules.runNow()).rejects.toThrow('no');
});
