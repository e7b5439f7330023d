import { type NotesEvent, ownerOf } from '../event.ts';
import { dynamodb } from './dynamodb.ts';
import { json } from './json.ts';

export const handler = async (event: NotesEvent) => {
  await dynamodb('DeleteItem', { Key: { userId: { S: ownerOf(event) }, noteId: { S: event.pathParameters?.id } } });
  return json({ deleted: true });
};
