import middy from '@middy/core';
import httpErrorHandler from '@middy/http-error-handler';
import { noteIdSchema } from '../draft-schema.ts';
import { type NotesEvent, readOwner } from '../event.ts';
import { deleteNote } from '../stored-notes.ts';
import { validate } from './validate.ts';

export const handler = middy(async (event: NotesEvent & { readonly pathParameters: { readonly id: string } }) => {
  await deleteNote(readOwner(event), event.pathParameters.id);
  return { statusCode: 204 };
})
  .use(httpErrorHandler())
  .use(validate('pathParameters', noteIdSchema));
