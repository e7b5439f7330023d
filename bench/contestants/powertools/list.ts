import { type NotesEvent, readOwner } from '../event.ts';
import { queryNotes } from '../stored-notes.ts';
import { createApp, createHandler, logger } from './app.ts';

const app = createApp();

app.get('/notes', async ({ event }) => {
  const notes = await queryNotes(readOwner(event as unknown as NotesEvent));
  logger.info('Listed notes', { count: notes.length });
  return notes;
});

export const handler = createHandler(app);
