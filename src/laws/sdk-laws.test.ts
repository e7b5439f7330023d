import { afterAll, beforeAll } from 'vitest';
import { type NotesTable, notesTable } from '../../test/notes-table.ts';
import { dynamoNoteStore } from '../adapters/dynamodb/dynamo-note-store.ts';
import { noteStoreLaws } from '../exports/laws-vitest.ts';

let table: NotesTable;
beforeAll(async () => {
  table = await notesTable();
});
afterAll(() => table[Symbol.asyncDispose]());

noteStoreLaws('the DynamoDB adapter by the SDK', async () => dynamoNoteStore(table.ways.sdk, await table.another()), {
  runs: 10,
});
