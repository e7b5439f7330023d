import { handle } from 'hono/aws-lambda';
import { queryNotes } from '../stored-notes.ts';
import { newApp } from './app.ts';

const app = newApp().get('/notes', async (context) => context.json(await queryNotes(context.var.owner)));

export const handler = handle(app);
