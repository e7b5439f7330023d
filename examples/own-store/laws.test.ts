import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { noteStoreLaws } from 'owned-notes/laws';
import { openedStore } from './opened-store.ts';

const { LAW_RUNS: runs } = process.env;

noteStoreLaws(
  'notes in SQLite',
  async () => openedStore(new DatabaseSync(':memory:')),
  runs ? { runs: Number(runs) } : {},
  {
    describe,
    test,
  },
);
