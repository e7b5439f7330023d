import { describe, expect, test } from 'vitest';
import { checkClock } from './clock.ts';
import { createWatch } from './watch.ts';

const there = Date.UTC(2026, 10, 28, 10);

/** Checks a clock that is `ahead` milliseconds ahead, after an answer with this date. */
const checked = async (ahead: number, date: string | undefined = new Date(there).toUTCString()) => {
  const headers = date === undefined ? {} : { date };
  const watch = createWatch(
    async () => new Response(null, { headers }),
    () => there + ahead,
  );
  await watch.fetch('https://notes.example.com/notes', { method: 'GET' });
  return checkClock(undefined, { watch });
};
const minute = 60_000;

describe('a clock', () => {
  test.each([5 * minute + 1000, 10 * minute, 24 * 60 * minute])(
    'that is %i ms off, ahead or behind, is wrong',
    async (off) => {
      const minutes = Math.round(off / minute);
      expect((await checked(off))._unsafeUnwrapErr()).toMatchObject({ kind: 'ClockWrong', minutes });
      expect((await checked(-off))._unsafeUnwrapErr()).toMatchObject({ kind: 'ClockWrong', minutes: -minutes });
    },
  );

  test.each([0, 30_000, 4 * minute, 5 * minute])(
    'that is %i ms off is accepted, and its offset is noted',
    async (off) => {
      for (const ahead of [off, -off])
        expect((await checked(ahead))._unsafeUnwrap()).toMatchObject({ kind: 'Sound', learnt: { ahead: 0 - ahead } });
    },
  );

  test('gets a remark if little of the tolerance is left', async () => {
    expect((await checked(4 * minute))._unsafeUnwrap()).toMatchObject({
      remarks: [expect.stringContaining('240 s off')],
    });
    expect((await checked(minute))._unsafeUnwrap()).not.toHaveProperty('remarks');
  });

  test.each(['', 'yesterday'])('is not judged by a Date of %j', async (date) => {
    expect((await checked(0, date))._unsafeUnwrap()).toMatchObject({ kind: 'Skipped' });
  });
});
