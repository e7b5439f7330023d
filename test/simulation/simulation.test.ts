import fc from 'fast-check';
import { errAsync, okAsync } from 'neverthrow';
import { describe, expect, test } from 'vitest';
import { createDynamoNoteStore } from '../../src/adapters/dynamodb/dynamo-note-store.ts';
import type { DynamoDB } from '../../src/adapters/dynamodb/dynamodb.ts';
import type { Note, NoteId } from '../../src/domain/note.ts';
import type { NoteStore } from '../../src/ports/note-store.ts';
import { faultKinds } from './faults.ts';
import { someScenario } from './scenario.ts';
import { type OpenStore, simulation, type Tally, type Way } from './simulate.ts';

const holds = (run: ReturnType<typeof simulation>, parameters: fc.Parameters<unknown>, tally?: Tally): Promise<void> =>
  fc.assert(
    fc.asyncProperty(someScenario, (scenario) => run(scenario, tally)),
    parameters,
  );

describe('the handlers over a store with faults', () => {
  test.each<[Way, number]>([
    ['wire', 400],
    ['sdk', 200],
  ])('say nothing untrue, show nothing foreign, lose and invent nothing, and recover: %s', async (way, numRuns) => {
    const tally: Tally = { commands: 0, faults: new Map() };
    await holds(simulation(way), { numRuns }, tally);
    // A run in which some kind of fault never fired has tried too little.
    expect([...tally.faults.keys()].sort()).toEqual(Object.keys(faultKinds).sort());
  });
});

/** Makes the adapter's store with some methods in place of its own. */
const replaceMethods =
  (replace: (store: NoteStore) => Partial<NoteStore>): OpenStore =>
  (dynamoDB, table, signal) => {
    const store = createDynamoNoteStore(dynamoDB, table, { signal });
    return { ...store, ...replace(store) };
  };

/** Stores with a fault each, built on the adapter. */
const planted: Readonly<Record<string, OpenStore>> = {
  'calls an unknown outcome a conflict': replaceMethods((store) => ({
    update: (...args) =>
      store.update(...args).mapErr((error) => (error.kind === 'OutcomeUnknown' ? { kind: 'RevisionConflict' } : error)),
  })),
  'calls an unknown outcome a missing note': replaceMethods((store) => ({
    delete: (...args) =>
      store.delete(...args).mapErr((error) => (error.kind === 'OutcomeUnknown' ? { kind: 'NoteNotFound' } : error)),
  })),
  'says that nothing was written when it cannot know': replaceMethods((store) => ({
    update: (...args) =>
      store.update(...args).mapErr((error) => (error.kind === 'OutcomeUnknown' ? { kind: 'StoreUnavailable' } : error)),
  })),
  'acknowledges what it cannot know': replaceMethods((store) => ({
    delete: (...args) =>
      store.delete(...args).orElse((error) => (error.kind === 'OutcomeUnknown' ? okAsync(undefined) : errAsync(error))),
  })),
  'creates another note if an outcome is unknown': replaceMethods((store) => ({
    create: (owner, creation) =>
      store.create(owner, creation).orElse((error) => {
        if (error.kind !== 'OutcomeUnknown') return errAsync(error);
        const noteId = creation.noteId.replace(/^0192/, '0193') as NoteId;
        return store.create(owner, { ...creation, noteId });
      }),
  })),
  'lets a late update undo others': (dynamoDB, table, signal) => {
    // Removes the condition that lets updates only move forward.
    const blind = rewriting(dynamoDB, (expression) =>
      expression.replace(/ AND \(attribute_not_exists\(updatedAt\).*$/, ''),
    );
    return createDynamoNoteStore(blind, table, { signal });
  },
  'takes any note with its id for its own': replaceMethods((store) => ({
    create: (owner, creation) =>
      store
        .create(owner, creation)
        .orElse((error) =>
          error.kind === 'NoteIdTaken' ? store.find(owner, creation.noteId).mapErr(() => error) : errAsync(error),
        ),
  })),
  'puts without a condition': (dynamoDB, table, signal) => {
    // This condition is true of any item.
    const blind = rewriting(dynamoDB, (expression) =>
      expression.replace(/^attribute_not_exists\(noteId\)$/, 'attribute_not_exists(absent)'),
    );
    return createDynamoNoteStore(blind, table, { signal });
  },
  'waits beyond its time': (dynamoDB, table) => createDynamoNoteStore(dynamoDB, table),
  'remembers what it read': rememberingStore(),
};

/** Wraps DynamoDB, and rewrites conditions. */
function rewriting(dynamoDB: DynamoDB, rewrite: (expression: string) => string): DynamoDB {
  return (operation, input, signal) =>
    dynamoDB(
      operation,
      'ConditionExpression' in input ? { ...input, ConditionExpression: rewrite(input.ConditionExpression) } : input,
      signal,
    );
}

function rememberingStore(): OpenStore {
  const read = new Map<string, Note>();
  return (dynamoDB, table, signal): NoteStore => {
    const store = createDynamoNoteStore(dynamoDB, table, { signal });
    return {
      ...store,
      find: (owner, id) => {
        const known = read.get(`${owner} ${id}`);
        if (known !== undefined) return okAsync(known);
        return store.find(owner, id).map((note) => {
          read.set(`${owner} ${id}`, note);
          return note;
        });
      },
    };
  };
}

describe('the simulation catches a store that', () => {
  test.each(Object.entries(planted))('%s', async (_, openStore) => {
    const once = { numRuns: 10_000, endOnFailure: true };
    const failure = await holds(simulation('wire', openStore), once).then(
      () => undefined,
      (error: Error) => error,
    );
    expect(failure?.message).toMatch(/Counterexample: /);
    // The printed seed and path reproduce it.
    const [, seed, path] = /seed: (-?\d+), path: "([\d:]+)"/.exec(failure?.message ?? '') ?? [];
    expect(path).toBeDefined();
    const again = holds(simulation('wire', openStore), { ...once, seed: Number(seed), path: path ?? '' });
    await expect(again).rejects.toThrow();
  });
});
