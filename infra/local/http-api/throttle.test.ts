import { expect, test } from 'vitest';
import { throttle } from './throttle.ts';

const bucket = (rate: number, burst: number) => {
  let time = 1_000_000;
  const admits = throttle({ rate, burst }, () => time);
  return {
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
    /** Returns how many of `count` simultaneous requests are admitted. */
    letIn: (count: number) => Array.from({ length: count }, admits).filter(Boolean).length,
  };
};

test('admits as many requests at once as the burst', () => {
  expect(bucket(1, 5).letIn(9)).toBe(5);
});

test('after a burst admits as many requests a second as the rate', () => {
  const { letIn, pass } = bucket(2, 5);
  letIn(5);
  pass(499);
  expect(letIn(9)).toBe(0);
  pass(1);
  expect(letIn(9)).toBe(1);
  pass(1000);
  expect(letIn(9)).toBe(2);
});

test('never admits more than the burst after a pause, nor fewer once the clock has gone back', () => {
  const { letIn, pass } = bucket(100, 5);
  pass(3_600_000);
  expect(letIn(9)).toBe(5);
  pass(-5000);
  expect(letIn(9)).toBe(0);
  pass(50);
  expect(letIn(9)).toBe(5);
});

test('without a limit admits everyone', () => {
  const admits = throttle(undefined, Date.now);
  expect(Array.from({ length: 100 }, admits)).not.toContain(false);
});
