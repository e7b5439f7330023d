import { readOwner } from '../event.ts';
import { client, TableName } from './client.ts';
import { createHandler } from './handler.ts';

export const handler = createHandler(async (event) => {
  const { content, attachment } = JSON.parse(event.body ?? '{}');
  const { Attributes: item } = await (await client).DynamoDB.UpdateItem({
    TableName,
    Key: { userId: readOwner(event), noteId: event.pathParameters?.id },
    UpdateExpression: 'SET content = :content, attachment = :attachment',
    ExpressionAttributeValues: { ':content': content, ':attachment': attachment ?? null },
    ReturnValues: 'ALL_NEW',
  });
  return item;
});
