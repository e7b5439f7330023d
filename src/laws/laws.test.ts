import {
  afterAll,
  beforeAll,
  describe,
  expect,
  type RunnerTestCase,
  type RunnerTestSuite,
  TestRunner,
  test,
} from 'vitest';
import { catchFailure, expectSameFailure, findLaw } from '../../test/kit/law-failures.ts';
import { type NotesTable, openNotesTable } from '../../test/kit/notes-table.ts';
import { createPlantedNoteStore, type NoteStoreFault } from '../../test/kit/stores/planted-note-stores.ts';
import { createDynamoNoteStore } from '../adapters/dynamodb/dynamo-note-store.ts';
import { createMemoryNoteStore } from '../adapters/memory/memory-note-store.ts';
import { testNoteStoreLaws } from '../exports/laws-vitest.ts';
import type { NoteStore } from '../ports/note-store.ts';
import type { LawOptions } from './law.ts';
import { laws } from './laws.ts';

let table: NotesTable;
beforeAll(async () => {
  table = await openNotesTable();
});
afterAll(() => table[Symbol.asyncDispose]());

testNoteStoreLaws('the memory adapter', async () => createMemoryNoteStore());
testNoteStoreLaws('the DynamoDB adapter', async () => createDynamoNoteStore(table.ways.wire, await table.another()), {
  runs: 10,
});
testNoteStoreLaws('the store that faults are planted in', async () => createPlantedNoteStore());

const simplest = findLaw('updates and deletes only what is there');

describe('a law', () => {
  /** Returns the owners and ids of the cases that the law draws. */
  const drawnBy = async (options?: LawOptions): Promise<readonly string[]> => {
    const drawn: string[] = [];
    const open = async (): Promise<NoteStore> => {
      const store = createMemoryNoteStore();
      const find: NoteStore['find'] = (owner, id) => {
        drawn.push(`${owner} ${id}`);
        return store.find(owner, id);
      };
      return { ...store, find };
    };
    await simplest.hold(open, options);
    return drawn;
  };

  test('draws as many cases as requested, and 50 by default', async () => {
    expect(await drawnBy()).toHaveLength(50);
    expect(await drawnBy({ runs: 7 })).toHaveLength(7);
  });

  test('draws the same cases for the same seed, and others for another', async () => {
    expect(await drawnBy({ seed: 1 })).toEqual(await drawnBy({ seed: 1 }));
    expect(await drawnBy({ seed: 1 })).not.toEqual(await drawnBy({ seed: 2 }));
  });

  test('starts with the failing case if it is given the path', async () => {
    const owners: string[] = [];
    const open = async (): Promise<NoteStore> => {
      const [sound, faulty] = [createMemoryNoteStore(), createPlantedNoteStore('a delete of nothing succeeds')];
      const deleteNote: NoteStore['delete'] = (owner, ...rest) => {
        owners.push(owner);
        return (owner === 'A' ? faulty : sound).delete(owner, ...rest);
      };
      return { ...sound, delete: deleteNote };
    };
    const failure = await catchFailure(simplest.hold(open, { runs: 1000, seed: 1 }));
    expect(owners[0]).not.toBe('A');
    owners.length = 0;
    await expect(expectSameFailure(simplest, open, failure)).rejects.toThrow();
    expect(owners[0]).toBe('A');
  });

  test.each<[string, NoteStoreFault | undefined]>([
    ['that it holds', undefined],
    ['that breaks it', 'an update inserts'],
  ])('disposes of every store %s', async (_, fault) => {
    const [opened, disposed]: [NoteStore[], unknown[]] = [[], []];
    const open = async () => {
      const store = {
        ...createPlantedNoteStore(fault),
        [Symbol.asyncDispose]: async () => {
          disposed.push(store);
        },
      };
      opened.push(store);
      return store;
    };
    expect((await catchFailure(simplest.hold(open, { runs: 5 }))) === undefined).toBe(fault === undefined);
    expect(opened.length).toBeGreaterThan(0);
    expect(disposed).toEqual(opened);
  });

  test.each(laws.map((law) => [law.name, law] as const))(
    'gives every write of a note a revision of its own: %s',
    async (_, law) => {
      const open = async (): Promise<NoteStore> => {
        const store = createMemoryNoteStore();
        const written = new Set<string>();
        const fresh = (...write: readonly string[]) => {
          expect(written).not.toContain(write.join(' '));
          written.add(write.join(' '));
        };
        return {
          ...store,
          create: (owner, creation) => {
            fresh(owner, creation.noteId, creation.revision);
            return store.create(owner, creation);
          },
          update: (owner, id, change, expected) => {
            fresh(owner, id, change.revision);
            return store.update(owner, id, change, expected);
          },
          delete: (owner, id, deletion, expected) => {
            fresh(owner, id, deletion.revision);
            return store.delete(owner, id, deletion, expected);
          },
        };
      };
      await law.hold(open);
    },
  );
});

describe('the laws of a store', () => {
  let opened = 0;
  const open = async () => {
    opened++;
    return createMemoryNoteStore();
  };
  testNoteStoreLaws('a store that is counted', open, { runs: 3 });

  test('are one test each, which opens a store for each case', async ({ task }) => {
    const suite = task.suite?.tasks.find(
      ({ name }) => name === 'a store that is counted keeps the laws of a note store',
    );
    const tests = (suite as RunnerTestSuite).tasks as RunnerTestCase[];
    expect(tests.map(({ name }) => name)).toEqual(laws.map(({ name }) => name));
    for (const each of tests) {
      opened = 0;
      await TestRunner.getTestFn(each)();
      // Laws that go through much in each case draw fewer.
      expect(opened).toBeGreaterThanOrEqual(1);
      expect(opened).toBeLessThanOrEqual(3);
    }
  });
});
