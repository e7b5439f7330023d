import { handle } from 'hono/aws-lambda';
import { queryNotes } from '../stored-notes.ts';
import { createApp } from './app.ts';

const app = createApp().get('/notes', async (context) => context.json(await queryNotes(context.var.owner)));

export const handler = handle(app);
