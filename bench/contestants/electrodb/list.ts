import { readOwner } from '../event.ts';
import { createHandler } from './handler.ts';
import { Note } from './note-entity.ts';

export const handler = createHandler(
  async (event) => (await Note.query.ofUser({ userId: readOwner(event) }).go()).data,
);
