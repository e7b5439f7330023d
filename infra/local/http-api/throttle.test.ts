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

test('as many as the burst are let in at once', () => {
  expect(bucket(1, 5).letIn(9)).toBe(5);
});

test('then as many as the rate in a second', () => {
  const { letIn, pass } = bucket(2, 5);
  letIn(5);
  pass(499);
  expect(letIn(9)).toBe(0);
  pass(1);
  expect(letIn(9)).toBe(1);
  pass(1000);
  expect(letIn(9)).toBe(2);
});

test('never more than the burst, however long nobody asked, nor fewer for a clock that goes back', () => {
  const { letIn, pass } = bucket(100, 5);
  pass(3_600_000);
  expect(letIn(9)).toBe(5);
  pass(-5000);
  expect(letIn(9)).toBe(0);
  pass(50);
  expect(letIn(9)).toBe(5);
});

test('without a limit, everybody', () => {
  const admits = throttle(undefined, Date.now);
  expect(Array.from({ length: 100 }, admits)).not.toContain(false);
});
