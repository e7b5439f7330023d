import { randomFillSync } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import { randomRevisions } from './random-revisions.ts';

vi.mock('node:crypto', { spy: true });

const many = (count: number) => Array.from({ length: count }, () => randomRevisions.next());

describe('random revisions', () => {
  test('never repeat', () => {
    expect(new Set(many(20_000)).size).toBe(20_000);
  });

  test('have 16 characters, all valid in an ETag', () => {
    for (const revision of many(1000)) expect(revision).toMatch(/^[\w-]{16}$/);
  });

  test('ask the system for randomness once per 256 revisions', () => {
    many(256);
    vi.mocked(randomFillSync).mockClear();
    many(2560);
    expect(randomFillSync).toHaveBeenCalledTimes(10);
  });
});
