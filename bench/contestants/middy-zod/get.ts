import middy from '@middy/core';
import httpErrorHandler from '@middy/http-error-handler';
import { createError } from '@middy/util';
import { noteIdSchema } from '../draft-schema.ts';
import { type NotesEvent, readOwner } from '../event.ts';
import { getNote } from '../stored-notes.ts';
import { json } from './json.ts';
import { validate } from './validate.ts';

export const handler = middy(async (event: NotesEvent & { readonly pathParameters: { readonly id: string } }) => {
  const note = await getNote(readOwner(event), event.pathParameters.id);
  if (note === undefined) throw createError(404, 'There is no such note.');
  return json(200, note);
})
  .use(httpErrorHandler())
  .use(validate('pathParameters', noteIdSchema));
