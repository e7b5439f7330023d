import { zValidator } from '@hono/zod-validator';
import { handle } from 'hono/aws-lambda';
import { noteIdSchema } from '../draft-schema.ts';
import { getNote } from '../stored-notes.ts';
import { createApp } from './app.ts';

const app = createApp().get('/notes/:id', zValidator('param', noteIdSchema), async (context) => {
  const note = await getNote(context.var.owner, context.req.valid('param').id);
  return note === undefined ? context.notFound() : context.json(note);
});

export const handler = handle(app);
