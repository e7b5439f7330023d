import { v7 as uuid } from 'uuid';
import { readOwner } from '../event.ts';
import { client, TableName } from './client.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler(async (event) => {
  const { content, attachment } = JSON.parse(event.body ?? '{}');
  const item = { userId: readOwner(event), noteId: uuid(), content, attachment, createdAt: Date.now() };
  await (await client).DynamoDB.PutItem({ TableName, Item: item });
  return item;
});
