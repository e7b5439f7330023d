import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoNoteStore } from 'owned-notes/dynamodb';
import {
  create,
  type Dependencies,
  get,
  type HandlerParts,
  list,
  notesHandler,
  remove,
  update,
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

const parts: HandlerParts<Dependencies> = {
  identity: {
    identityPoolId: setting('IDENTITY_POOL_ID'),
    userPoolId: setting('USER_POOL_ID'),
    owner: 'identity',
  },
  clock: systemClock,
  log: (line) => console.log(JSON.stringify(line)),
  dependencies: (_, signal) => ({
    store: dynamoNoteStore(client, tableName, { signal }),
    clock: systemClock,
    noteIds: uuidV7NoteIds,
    revisions: randomRevisions,
    requireIfMatch: false,
  }),
};

export const createHandler = notesHandler(parts, create);
export const listHandler = notesHandler(parts, list);
export const getHandler = notesHandler(parts, get);
export const updateHandler = notesHandler(parts, update);
export const deleteHandler = notesHandler(parts, remove);
