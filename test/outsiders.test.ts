import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { openedStore } from '../examples/own-store/opened-store.ts';
import { laws } from '../src/exports/laws.ts';
import { testNoteStoreLaws } from '../src/exports/laws-vitest.ts';
import { createMemoryNoteStore } from '../src/exports/memory.ts';
import { createSlow } from './careless-note-stores.ts';

testNoteStoreLaws('an adapter for SQLite', async () => openedStore(new DatabaseSync(':memory:')));

/** A database that runs other SQL than the adapter wrote: the mistakes that outsiders make. */
class MistakenDatabase extends DatabaseSync {
  readonly #mistake: Mistake;

  constructor(mistake: Mistake) {
    super(':memory:');
    this.#mistake = mistake;
  }

  override exec(sql: string): void {
    super.exec(sql.replaceAll(...this.#mistake));
  }

  override prepare(sql: string): StatementSync {
    return super.prepare(sql.replaceAll(...this.#mistake));
  }
}

type Mistake = readonly [written: string, told: string];

describe('an adapter for SQLite is rejected with', () => {
  test.each<[string, Mistake]>([
    ['owners without regard to case', ['owner TEXT NOT NULL COLLATE BINARY', 'owner TEXT NOT NULL COLLATE NOCASE']],
    [
      'owners without the spaces at their end',
      ['owner TEXT NOT NULL COLLATE BINARY', 'owner TEXT NOT NULL COLLATE RTRIM'],
    ],
    ['owners that are numbers where they look so', ['owner TEXT', 'owner NUMERIC']],
    ['owners that are integers where they look so', ['owner TEXT', 'owner INTEGER']],
    ['owners by LIKE', ['owner = ?', 'owner LIKE ?']],
    ['owners by GLOB', ['owner = ?', 'owner GLOB ?']],
    ['ids without regard to case', ['noteId TEXT NOT NULL COLLATE BINARY', 'noteId TEXT NOT NULL COLLATE NOCASE']],
  ])('%s', async (_, mistake) => {
    const held = await Promise.all(
      laws.map(({ hold }) =>
        hold(async () => openedStore(new MistakenDatabase(mistake)), { runs: 1 }).then(
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
    await hold(async () => createSlow(createMemoryNoteStore(), 5), { runs: 2 });
  });

  test('is held to as many cases as there is time for, and to one at least', async () => {
    let opened = 0;
    await laws[0]?.hold(async () => {
      opened++;
      return createSlow(createMemoryNoteStore(), 5);
    });
    expect(opened).toBeGreaterThanOrEqual(1);
    // Fifty would take ten seconds, and a runner gives up after five.
    expect(opened).toBeLessThan(50);
  });
});
