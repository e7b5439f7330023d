import { readOwner } from '../event.ts';
import { createHandler } from './handler.ts';
import { Note } from './note-entity.ts';

export const handler = createHandler(async (event) => {
  const { content, attachment } = JSON.parse(event.body ?? '{}');
  const noteId = event.pathParameters?.id ?? '';
  const { data } = await Note.patch({ userId: readOwner(event), noteId })
    .set({ content, attachment })
    .go({ response: 'all_new' });
  return data;
});
