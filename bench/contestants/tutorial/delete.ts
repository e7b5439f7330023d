import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { readOwner } from '../event.ts';
import { createHandler } from './handler.ts';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));

export const handler = createHandler(async (event) => {
  await client.send(
    new DeleteCommand({
      TableName: process.env.NOTES_TABLE_NAME,
      Key: { userId: readOwner(event), noteId: event.pathParameters?.id },
    }),
  );
  return { status: true };
});
