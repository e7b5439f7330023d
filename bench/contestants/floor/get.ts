import { type NotesEvent, ownerOf } from '../event.ts';
import { dynamodb, noteOf } from './dynamodb.ts';
import { json } from './json.ts';

export const handler = async (event: NotesEvent) => {
  const Key = { userId: { S: ownerOf(event) }, noteId: { S: event.pathParameters?.id } };
  const { Item: item } = await dynamodb('GetItem', { Key });
  return item === undefined ? json({ message: 'There is no such note.' }, 404) : json(noteOf(item));
};
