import { type NotesEvent, readOwner } from '../event.ts';
import { callDynamoDB } from './dynamodb.ts';
import { json } from './json.ts';

export const handler = async (event: NotesEvent) => {
  await callDynamoDB('DeleteItem', {
    Key: { userId: { S: readOwner(event) }, noteId: { S: event.pathParameters?.id } },
  });
  return json({ deleted: true });
};
