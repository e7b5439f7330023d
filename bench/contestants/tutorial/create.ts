import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { v1 as uuid } from 'uuid';
import { readOwner } from '../event.ts';
import { createHandler } from './handler.ts';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));

export const handler = createHandler(async (event) => {
  const data = JSON.parse(event.body ?? '{}');
  const item = {
    userId: readOwner(event),
    noteId: uuid(),
    content: data.content,
    attachment: data.attachment,
    createdAt: Date.now(),
  };
  await client.send(new PutCommand({ TableName: process.env.NOTES_TABLE_NAME, Item: item }));
  return item;
});
