import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { testNoteStoreLaws } from 'owned-notes/laws';
import { openedStore } from './opened-store.ts';

const { LAW_RUNS: runs } = process.env;

testNoteStoreLaws(
  'notes in SQLite',
  async () => openedStore(new DatabaseSync(':memory:')),
  runs ? { runs: Number(runs) } : {},
  {
    describe,
    test,
  },
);
