import { type NotesEvent, readOwner } from '../event.ts';
import { callDynamoDB, readNote } from './dynamodb.ts';
import { json } from './json.ts';

export const handler = async (event: NotesEvent) => {
  const { Items: items = [] } = await callDynamoDB('Query', {
    KeyConditionExpression: 'userId = :userId',
    ExpressionAttributeValues: { ':userId': { S: readOwner(event) } },
  });
  return json(items.map(readNote));
};
