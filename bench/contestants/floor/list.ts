import { type NotesEvent, ownerOf } from '../event.ts';
import { dynamodb, noteOf } from './dynamodb.ts';
import { json } from './json.ts';

export const handler = async (event: NotesEvent) => {
  const { Items: items = [] } = await dynamodb('Query', {
    KeyConditionExpression: 'userId = :userId',
    ExpressionAttributeValues: { ':userId': { S: ownerOf(event) } },
  });
  return json(items.map(noteOf));
};
