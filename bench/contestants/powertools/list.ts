import { type NotesEvent, ownerOf } from '../event.ts';
import { queryNotes } from '../stored-notes.ts';
import { handlerOf, logger, newApp } from './app.ts';

const app = newApp();

app.get('/notes', async ({ event }) => {
  const notes = await queryNotes(ownerOf(event as unknown as NotesEvent));
  logger.info('Listed notes', { count: notes.length });
  return notes;
});

export const handler = handlerOf(app);
