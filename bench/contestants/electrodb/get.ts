import { readOwner } from '../event.ts';
import { createHandler } from './handler.ts';
import { Note } from './note-entity.ts';

export const handler = createHandler(async (event) => {
  const noteId = event.pathParameters?.id ?? '';
  return (await Note.get({ userId: readOwner(event), noteId }).go()).data;
});
