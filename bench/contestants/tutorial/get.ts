import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { readOwner } from '../event.ts';
import { createHandler } from './handler.ts';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));

export const handler = createHandler(async (event) => {
  const { Item: item } = await client.send(
    new GetCommand({
      TableName: process.env.NOTES_TABLE_NAME,
      Key: { userId: readOwner(event), noteId: event.pathParameters?.id },
    }),
  );
  if (item === undefined) throw new Error('Item not found.');
  return item;
});
