import { type NotesEvent, readOwner } from '../event.ts';
import { callDynamoDB, readNote } from './dynamodb.ts';
import { json } from './json.ts';

export const handler = async (event: NotesEvent) => {
  const Key = { userId: { S: readOwner(event) }, noteId: { S: event.pathParameters?.id } };
  const { Item: item } = await callDynamoDB('GetItem', { Key });
  return item === undefined ? json({ message: 'There is no such note.' }, 404) : json(readNote(item));
};
