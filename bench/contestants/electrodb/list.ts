import { ownerOf } from '../event.ts';
import { handlerOf } from './handler.ts';
import { Note } from './note-entity.ts';

export const handler = handlerOf(async (event) => (await Note.query.ofUser({ userId: ownerOf(event) }).go()).data);
