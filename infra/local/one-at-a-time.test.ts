import { expect, test } from 'vitest';
import { createQueue } from './one-at-a-time.ts';

/** Creates runs that end when the test says so, and records what happens. */
const runs = () => {
  const happened: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<string>>();
  return {
    happened,
    run: (name: string) => async () => {
      happened.push(`${name} begins`);
      const end = Promise.withResolvers<string>();
      ends.set(name, end);
      return end.promise;
    },
    end: (name: string) => ends.get(name)?.resolve(name),
    fail: (name: string) => ends.get(name)?.reject(new Error(name)),
  };
};
const settled = () => new Promise(setImmediate);

test('runs with the same key wait for earlier ones, whether those succeed or fail', async () => {
  const { happened, run, end, fail } = runs();
  const inTurn = createQueue();
  const [a, b, c] = ['a', 'b', 'c'].map((name) => inTurn('key', run(name)));
  await settled();
  expect(happened).toEqual(['a begins']);
  fail('a');
  await expect(a).rejects.toThrow('a');
  await settled();
  expect(happened).toEqual(['a begins', 'b begins']);
  end('b');
  expect(await b).toBe('b');
  const d = inTurn('key', run('d'));
  await settled();
  expect(happened).toEqual(['a begins', 'b begins', 'c begins']);
  end('c');
  expect(await c).toBe('c');
  await settled();
  end('d');
  expect(await d).toBe('d');
});

test('runs with different keys do not wait for each other', async () => {
  const { happened, run, end } = runs();
  const inTurn = createQueue();
  const both = [inTurn('a', run('a')), inTurn('b', run('b'))];
  await settled();
  expect(happened).toEqual(['a begins', 'b begins']);
  end('b');
  end('a');
  expect(await Promise.all(both)).toEqual(['a', 'b']);
});

test('a failed run does not fail the next', async () => {
  const inTurn = createQueue();
  const failed = inTurn('key', () => Promise.reject(new Error('first')));
  const next = inTurn('key', async () => 'second');
  await expect(failed).rejects.toThrow('first');
  expect(await next).toBe('second');
});
