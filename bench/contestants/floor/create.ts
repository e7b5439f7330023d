import { randomUUID } from 'node:crypto';
import { type NotesEvent, readOwner } from '../event.ts';
import { callDynamoDB } from './dynamodb.ts';
import { json } from './json.ts';

export const handler = async (event: NotesEvent) => {
  const { content, attachment } = JSON.parse(event.body ?? '{}');
  const note = { userId: readOwner(event), noteId: randomUUID(), content, attachment, createdAt: Date.now() };
  await callDynamoDB('PutItem', {
    Item: {
      userId: { S: note.userId },
      noteId: { S: note.noteId },
      content: { S: content },
      ...(attachment !== undefined && { attachment: { S: attachment } }),
      createdAt: { N: String(note.createdAt) },
    },
  });
  return json(note);
};
