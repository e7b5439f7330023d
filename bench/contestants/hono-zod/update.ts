import { zValidator } from '@hono/zod-validator';
import { handle } from 'hono/aws-lambda';
import { draftSchema, noteIdSchema } from '../draft-schema.ts';
import { updateNote } from '../stored-notes.ts';
import { createApp } from './app.ts';

const app = createApp().put(
  '/notes/:id',
  zValidator('param', noteIdSchema),
  zValidator('json', draftSchema),
  async ({ req, var: { owner }, json }) => json(await updateNote(owner, req.valid('param').id, req.valid('json'))),
);

export const handler = handle(app);
