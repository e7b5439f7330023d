import { readOwner } from '../event.ts';
import { client, TableName } from './client.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler(async (event) => {
  const Key = { userId: readOwner(event), noteId: event.pathParameters?.id ?? '' };
  return (await (await client).DynamoDB.GetItem({ TableName, Key })).Item;
});
