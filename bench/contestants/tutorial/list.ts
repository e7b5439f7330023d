import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { readOwner } from '../event.ts';
import { createHandler } from './handler.ts';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));

export const handler = createHandler(async (event) => {
  const { Items: items } = await client.send(
    new QueryCommand({
      TableName: process.env.NOTES_TABLE_NAME,
      KeyConditionExpression: 'userId = :userId',
      ExpressionAttributeValues: { ':userId': readOwner(event) },
    }),
  );
  return items;
});
