import middy from '@middy/core';
import httpErrorHandler from '@middy/http-error-handler';
import httpJsonBodyParser from '@middy/http-json-body-parser';
import { type Draft, draftSchema } from '../draft-schema.ts';
import { type NotesEvent, readOwner } from '../event.ts';
import { putNote } from '../stored-notes.ts';
import { json } from './json.ts';
import { validate } from './validate.ts';

export const handler = middy(async (event: Omit<NotesEvent, 'body'> & { readonly body: Draft }) =>
  json(200, await putNote(readOwner(event), event.body)),
)
  .use(httpErrorHandler())
  .use(httpJsonBodyParser())
  .use(validate('body', draftSchema));
