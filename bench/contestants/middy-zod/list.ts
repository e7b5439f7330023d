import middy from '@middy/core';
import httpErrorHandler from '@middy/http-error-handler';
import { type NotesEvent, readOwner } from '../event.ts';
import { queryNotes } from '../stored-notes.ts';
import { json } from './json.ts';

export const handler = middy(async (event: NotesEvent) => json(200, await queryNotes(readOwner(event)))).use(
  httpErrorHandler(),
);
