import { zValidator } from '@hono/zod-validator';
import { handle } from 'hono/aws-lambda';
import { draftSchema } from '../draft-schema.ts';
import { putNote } from '../stored-notes.ts';
import { createApp } from './app.ts';

const app = createApp().post('/notes', zValidator('json', draftSchema), async (context) =>
  context.json(await putNote(context.var.owner, context.req.valid('json'))),
);

export const handler = handle(app);
