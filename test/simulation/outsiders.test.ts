import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { openedStore } from '../../examples/own-store/opened-store.ts';
import { laws } from '../../src/exports/laws.ts';
import { testNoteStoreLaws } from '../../src/exports/laws-vitest.ts';
import { createMemoryNoteStore } from '../../src/exports/memory.ts';
import { createSlow } from '../kit/stores/careless-note-stores.ts';

testNoteStoreLaws('an adapter for SQLite', async () => openedStore(new DatabaseSync(':memory:')));

/** A database that alters the adapter's SQL, to make the mistakes that outsiders make. */
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

describe('the laws reject an adapter for SQLite with', () => {
  test.each<[string, Mistake]>([
    ['case-insensitive owners', ['owner TEXT NOT NULL COLLATE BINARY', 'owner TEXT NOT NULL COLLATE NOCASE']],
    [
      'owners whose trailing spaces are ignored',
      ['owner TEXT NOT NULL COLLATE BINARY', 'owner TEXT NOT NULL COLLATE RTRIM'],
    ],
    ['owners stored as numbers if they look like them', ['owner TEXT', 'owner NUMERIC']],
    ['owners stored as integers if they look like them', ['owner TEXT', 'owner INTEGER']],
    ['owners compared by LIKE', ['owner = ?', 'owner LIKE ?']],
    ['owners compared by GLOB', ['owner = ?', 'owner GLOB ?']],
    ['case-insensitive ids', ['noteId TEXT NOT NULL COLLATE BINARY', 'noteId TEXT NOT NULL COLLATE NOCASE']],
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

  test('is held to as many cases as time allows, and to at least one', async () => {
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
