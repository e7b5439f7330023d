import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { readOwner } from '../event.ts';
import { createHandler } from './handler.ts';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));

export const handler = createHandler(async (event) => {
  const data = JSON.parse(event.body ?? '{}');
  await client.send(
    new UpdateCommand({
      TableName: process.env.NOTES_TABLE_NAME,
      Key: { userId: readOwner(event), noteId: event.pathParameters?.id },
      UpdateExpression: 'SET content = :content, attachment = :attachment',
      ExpressionAttributeValues: { ':content': data.content ?? null, ':attachment': data.attachment ?? null },
      ReturnValues: 'ALL_NEW',
    }),
  );
  return { status: true };
});
