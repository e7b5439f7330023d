import { type NotesEvent, readOwner } from '../event.ts';
import { callDynamoDB, readNote } from './dynamodb.ts';
import { json } from './json.ts';

export const handler = async (event: NotesEvent) => {
  const { content, attachment } = JSON.parse(event.body ?? '{}');
  const { Attributes: item = {} } = await callDynamoDB('UpdateItem', {
    Key: { userId: { S: readOwner(event) }, noteId: { S: event.pathParameters?.id } },
    UpdateExpression: 'SET content = :content, attachment = :attachment',
    ExpressionAttributeValues: {
      ':content': { S: content },
      ':attachment': attachment === undefined ? { NULL: true } : { S: attachment },
    },
    ReturnValues: 'ALL_NEW',
  });
  return json(readNote(item));
};
