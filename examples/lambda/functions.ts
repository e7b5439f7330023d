import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamoNoteStore } from 'owned-notes/dynamodb';
import {
  createNotesHandler,
  type HandlerParts,
  handleCreate,
  handleDelete,
  handleGet,
  handleList,
  handleUpdate,
  type NoteDependencies,
} from 'owned-notes/lambda';
import { randomRevisions, systemClock, uuidV7NoteIds } from 'owned-notes/memory';

/** A function that is set up wrongly does not start. */
const setting = (name: string): string => {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`The environment variable ${name} is not set.`);
  return value;
};

const tableName = setting('TABLE_NAME');
const client = new DynamoDBClient({});

const parts: HandlerParts<NoteDependencies> = {
  identity: {
    identityPoolId: setting('IDENTITY_POOL_ID'),
    userPoolId: setting('USER_POOL_ID'),
    owner: 'identity',
  },
  clock: systemClock,
  log: (line) => console.log(JSON.stringify(line)),
  dependencies: (_, signal) => ({
    store: createDynamoNoteStore(client, tableName, { signal }),
    clock: systemClock,
    noteIds: uuidV7NoteIds,
    revisions: randomRevisions,
    requireIfMatch: false,
  }),
};

export const createHandler = createNotesHandler(parts, handleCreate);
export const listHandler = createNotesHandler(parts, handleList);
export const getHandler = createNotesHandler(parts, handleGet);
export const updateHandler = createNotesHandler(parts, handleUpdate);
export const deleteHandler = createNotesHandler(parts, handleDelete);
