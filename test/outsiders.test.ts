import { describe, expect, test } from 'vitest';
import { laws } from '../src/exports/laws.ts';
import { noteStoreLaws } from '../src/exports/laws-vitest.ts';
import { memoryNoteStore } from '../src/exports/memory.ts';
import { slow } from './careless-note-stores.ts';
import { type SqliteOptions, sqliteNoteStore } from './sqlite-note-store.ts';

noteStoreLaws('an adapter for SQLite', async () => sqliteNoteStore());

describe('an adapter for SQLite is rejected with', () => {
  test.each<[string, SqliteOptions]>([
    ['owners without regard to case', { ownerCollation: 'NOCASE' }],
    ['owners without the spaces at their end', { ownerCollation: 'RTRIM' }],
    ['owners that are numbers where they look so', { ownerType: 'NUMERIC' }],
    ['owners that are integers where they look so', { ownerType: 'INTEGER' }],
    ['owners by LIKE', { ownerOperator: 'LIKE' }],
    ['owners by GLOB', { ownerOperator: 'GLOB' }],
    ['ids without regard to case', { idCollation: 'NOCASE' }],
  ])('%s', async (_, options) => {
    const held = await Promise.all(
      laws.map(({ hold }) =>
        hold(async () => sqliteNoteStore(options), { runs: 1 }).then(
          () => true,
          () => false,
        ),
      ),
    );
    expect(held).toContain(false);
  });
});

describe('a sound store that takes 5 ms a call', () => {
  test.each(laws.map((law) => [law.name, law] as const))('keeps the law: %s', async (_, { hold }) => {
    await hold(async () => slow(memoryNoteStore(), 5), { runs: 2 });
  });

  test('is held to as many cases as there is time for, and to one at least', async () => {
    let opened = 0;
    await laws[0]?.hold(async () => {
      opened++;
      return slow(memoryNoteStore(), 5);
    });
    expect(opened).toBeGreaterThanOrEqual(1);
    // Fifty would take ten seconds, and a runner gives up after five.
    expect(opened).toBeLessThan(50);
  });
});
