import { afterAll, beforeAll } from 'vitest';
import { type NotesTable, openNotesTable } from '../../test/kit/notes-table.ts';
import { createDynamoNoteStore } from '../adapters/dynamodb/dynamo-note-store.ts';
import { testNoteStoreLaws } from '../exports/laws-vitest.ts';

let table: NotesTable;
beforeAll(async () => {
  table = await openNotesTable();
});
afterAll(() => table[Symbol.asyncDispose]());

testNoteStoreLaws(
  'the DynamoDB adapter over the SDK',
  async () => createDynamoNoteStore(table.ways.sdk, await table.another()),
  {
    runs: 10,
  },
);
