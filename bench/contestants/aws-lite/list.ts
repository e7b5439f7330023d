import { readOwner } from '../event.ts';
import { client, TableName } from './client.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler(async (event) => {
  const { Items: items } = await (await client).DynamoDB.Query({
    TableName,
    KeyConditionExpression: 'userId = :userId',
    ExpressionAttributeValues: { ':userId': readOwner(event) },
  });
  return items;
});
