import { ownerOf } from '../event.ts';
import { client, TableName } from './client.ts';
import { handlerOf } from './handler.ts';

export const handler = handlerOf(async (event) => {
  const Key = { userId: ownerOf(event), noteId: event.pathParameters?.id ?? '' };
  await (await client).DynamoDB.DeleteItem({ TableName, Key });
  return { deleted: true };
});
