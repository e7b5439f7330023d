import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type NotesTable, notesTable } from '../../test/notes-table.ts';
import { type Fault, faults, plantedNoteStore } from '../../test/planted-note-stores.ts';
import { dynamoNoteStore } from '../adapters/dynamodb/dynamo-note-store.ts';
import { memoryNoteStore } from '../adapters/memory/memory-note-store.ts';
import { type Law, laws, noteStoreLaws, type OpenNoteStore } from './note-store.laws.ts';

let table: NotesTable;
beforeAll(async () => {
  table = await notesTable();
});
afterAll(() => table[Symbol.asyncDispose]());

noteStoreLaws('the memory adapter', async () => memoryNoteStore());
noteStoreLaws('the DynamoDB adapter', async () => dynamoNoteStore(table.client, await table.another()), { runs: 10 });
noteStoreLaws('the store that faults are planted in', async () => plantedNoteStore());

const lawNamed = (name: string) => {
  const found = laws.find((law) => law.name === name);
  if (found === undefined) throw new Error(`There is no law "${name}".`);
  return found;
};

/** Holds a store to a law once more, by what was printed of a failure. */
const seenAgain = (law: Law, open: OpenNoteStore, failure: Error | undefined): Promise<void> => {
  const [, seed, path] = /seed: (-?\d+), path: "([\d:]+)"/.exec(failure?.message ?? '') ?? [];
  expect(path).toBeDefined();
  return law.hold(open, { seed: Number(seed), path: path ?? '' });
};

describe('a store with a planted fault is rejected by the law that names it', () => {
  const planted = Object.entries(faults) as [Fault, string][];
  test.each(planted)('%s', async (fault, name) => {
    const open = async () => plantedNoteStore(fault);
    const failure = await lawNamed(name)
      // Ends at the first case that it fails in; some faults show only where two things happen at once.
      .hold(open, { runs: 1000 })
      .then(
        () => undefined,
        (error: Error) => error,
      );
    expect(failure?.message).toMatch(/Counterexample: /);
    await expect(seenAgain(lawNamed(name), open, failure)).rejects.toThrow();
  });

  test('and is rejected again by its seed and path, whatever the seed', async () => {
    const fault = 'a delete looks before it writes';
    const law = lawNamed(faults[fault]);
    const open = async () => plantedNoteStore(fault);
    for (let seed = 0; seed < 60; seed++) {
      const failure = await law.hold(open, { runs: 1000, seed }).then(
        () => undefined,
        (error: Error) => error,
      );
      await expect(seenAgain(law, open, failure)).rejects.toThrow();
    }
  });

  test('and there are at least 25 of them, of every law one', () => {
    expect(planted.length).toBeGreaterThanOrEqual(25);
    expect(new Set(Object.values(faults))).toEqual(new Set(laws.map(({ name }) => name)));
  });
});
