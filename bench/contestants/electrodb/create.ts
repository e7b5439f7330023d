import { readOwner } from '../event.ts';
import { createHandler } from './handler.ts';
import { Note } from './note-entity.ts';

export const handler = createHandler(async (event) => {
  const { content, attachment } = JSON.parse(event.body ?? '{}');
  return (await Note.create({ userId: readOwner(event), content, attachment }).go()).data;
});
