import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { attempt, type Verdict } from './attempts.ts';
import type { NoAnswer, WireResponse } from './exchange.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

type Reply = 'answer' | 'refused' | 'lost' | 'no connection' | 'silence' | 'no credentials' | 'bug';

const responses: Record<Exclude<Reply, 'bug'>, WireResponse | NoAnswer | undefined> = {
  answer: { status: 200, headers: {}, body: 'done' },
  refused: { status: 400, headers: {}, body: 'refused' },
  lost: { status: 500, headers: {}, body: 'lost' },
  'no connection': { kind: 'NoAnswer', mayHaveArrived: false },
  silence: { kind: 'NoAnswer', mayHaveArrived: true },
  'no credentials': undefined,
};
const read = ({ body }: WireResponse): Verdict<string> => {
  if (body === 'done') return { kind: 'Done', value: body };
  return { kind: body === 'refused' ? 'Refused' : 'Lost' };
};

/** Runs attempts that get these replies. Returns the outcome, and when each attempt was sent, in milliseconds. */
const runAttempts = async (
  replies: readonly Reply[],
  {
    maxAttempts = 3,
    random = () => 0.5,
    signal,
  }: { maxAttempts?: number; random?: () => number; signal?: AbortSignal } = {},
) => {
  const began = Date.now();
  const sent: number[] = [];
  const send = async () => {
    const reply = replies[sent.push(Date.now() - began) - 1] ?? 'answer';
    if (reply === 'bug') throw new Error('bug');
    return responses[reply];
  };
  const outcome = attempt({ send, read, signal }, { maxAttempts, random });
  outcome.catch(() => {});
  await vi.runAllTimersAsync();
  return { outcome: await outcome, sent };
};

describe('attempts', () => {
  const answered = (earlierMayHaveWritten: boolean) => ({ kind: 'Answered', value: 'done', earlierMayHaveWritten });
  const givenUp = (mayHaveWritten: boolean) => ({ kind: 'GivenUp', mayHaveWritten });
  test.each<[readonly Reply[], object, number]>([
    [['answer'], answered(false), 1],
    [['refused', 'answer'], answered(false), 2],
    [['no connection', 'no connection', 'answer'], answered(false), 3],
    [['lost', 'answer'], answered(true), 2],
    [['silence', 'refused', 'answer'], answered(true), 3],
    [['refused', 'lost', 'answer'], answered(true), 3],
    [['refused', 'refused', 'refused'], givenUp(false), 3],
    [['no connection', 'no connection', 'no connection'], givenUp(false), 3],
    [['lost', 'refused', 'no connection'], givenUp(true), 3],
    [['refused', 'refused', 'silence'], givenUp(true), 3],
    [['no credentials'], givenUp(false), 1],
    [['lost', 'no credentials'], givenUp(true), 2],
  ])('%j', async (replies, outcome, count) => {
    const result = await runAttempts(replies);
    expect(result.outcome).toEqual(outcome);
    expect(result.sent).toHaveLength(count);
  });

  test('stop at a bug, and throw it', async () => {
    await expect(runAttempts(['lost', 'bug'])).rejects.toThrow('bug');
  });

  test('are not repeated if one is the limit', async () => {
    expect((await runAttempts(['lost'], { maxAttempts: 1 })).sent).toEqual([0]);
  });
});

describe('the wait between two attempts', () => {
  test.each<[Reply, readonly number[]]>([
    ['lost', [0, 100, 300, 700]],
    ['silence', [0, 100, 300, 700]],
    ['no connection', [0, 100, 300, 700]],
    ['refused', [0, 500, 1500, 3500]],
  ])('doubles (%s)', async (reply, sent) => {
    const all = await runAttempts([reply, reply, reply], { maxAttempts: 4, random: () => 1 });
    expect(all.sent).toEqual(sent);
  });

  test('is a random part of that', async () => {
    const parts = [0.25, 0.75];
    expect((await runAttempts(['lost', 'lost'], { random: () => parts.shift() ?? 0 })).sent).toEqual([0, 25, 175]);
    expect((await runAttempts(['lost', 'lost'], { random: () => 0 })).sent).toEqual([0, 0, 0]);
  });

  test('is random for each process', async () => {
    const random = vi.spyOn(Math, 'random').mockReturnValue(0.5);
    let sends = 0;
    const began = Date.now();
    const outcome = attempt(
      { send: async () => (sends++ === 0 ? responses.lost : responses.answer), read },
      { maxAttempts: 2 },
    ).then(() => Date.now() - began);
    await vi.runAllTimersAsync();
    expect(await outcome).toBe(50);
    random.mockRestore();
  });
});

describe('a signal', () => {
  test('that is already aborted prevents every attempt', async () => {
    const { outcome, sent } = await runAttempts([], { signal: AbortSignal.abort() });
    expect(outcome).toEqual({ kind: 'GivenUp', mayHaveWritten: false });
    expect(sent).toEqual([]);
  });

  test('aborted between two attempts ends the wait, and prevents the next one', async () => {
    const controller = new AbortController();
    const sent = vi.fn(async () => responses.refused);
    const outcome = attempt({ send: sent, read, signal: controller.signal }, { maxAttempts: 3, random: () => 1 });
    await vi.advanceTimersByTimeAsync(100);
    expect(vi.getTimerCount()).toBe(1);
    controller.abort();
    expect(await outcome).toEqual({ kind: 'GivenUp', mayHaveWritten: false });
    expect(sent).toHaveBeenCalledTimes(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('aborted during an attempt prevents the next one', async () => {
    const controller = new AbortController();
    const send = async () => {
      controller.abort();
      return responses.silence;
    };
    const outcome = await attempt({ send, read, signal: controller.signal }, { maxAttempts: 3 });
    expect(outcome).toEqual({ kind: 'GivenUp', mayHaveWritten: true });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('keeps no listeners', async () => {
    const { signal } = new AbortController();
    await runAttempts(['lost', 'lost'], { signal });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
