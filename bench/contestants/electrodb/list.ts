import { ownerOf } from '../event.ts';
import { createHandler } from './handler.ts';
import { Note } from './note-entity.ts';

export const handler = createHandler(async (event) => (await Note.query.ofUser({ userId: ownerOf(event) }).go()).data);
