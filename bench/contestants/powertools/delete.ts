import { noteIdSchema } from '../draft-schema.ts';
import { type NotesEvent, readOwner } from '../event.ts';
import { deleteNote } from '../stored-notes.ts';
import { createApp, createHandler, logger } from './app.ts';

const app = createApp();

app.delete(
  '/notes/:id',
  async ({ event, valid }) => {
    const noteId = valid.req.path.id;
    await deleteNote(readOwner(event as unknown as NotesEvent), noteId);
    logger.info('Deleted a note', { noteId });
    return new Response(null, { status: 204 });
  },
  { validation: { req: { path: noteIdSchema } } },
);

export const handler = createHandler(app);
