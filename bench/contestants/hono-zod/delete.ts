import { zValidator } from '@hono/zod-validator';
import { handle } from 'hono/aws-lambda';
import { noteIdSchema } from '../draft-schema.ts';
import { deleteNote } from '../stored-notes.ts';
import { createApp } from './app.ts';

const app = createApp().delete('/notes/:id', zValidator('param', noteIdSchema), async (context) => {
  await deleteNote(context.var.owner, context.req.valid('param').id);
  return context.body(null, 204);
});

export const handler = handle(app);
