import middy from '@middy/core';
import httpErrorHandler from '@middy/http-error-handler';
import httpJsonBodyParser from '@middy/http-json-body-parser';
import { type Draft, draftSchema, noteIdSchema } from '../draft-schema.ts';
import { type NotesEvent, readOwner } from '../event.ts';
import { updateNote } from '../stored-notes.ts';
import { json } from './json.ts';
import { validate } from './validate.ts';

type UpdateEvent = Omit<NotesEvent, 'body'> & {
  readonly body: Draft;
  readonly pathParameters: { readonly id: string };
};

export const handler = middy(async (event: UpdateEvent) =>
  json(200, await updateNote(readOwner(event), event.pathParameters.id, event.body)),
)
  .use(httpErrorHandler())
  .use(httpJsonBodyParser())
  .use(validate('pathParameters', noteIdSchema))
  .use(validate('body', draftSchema));
