import { draftSchema, noteIdSchema } from '../draft-schema.ts';
import { type NotesEvent, readOwner } from '../event.ts';
import { updateNote } from '../stored-notes.ts';
import { createApp, createHandler, logger } from './app.ts';

const app = createApp();

app.put(
  '/notes/:id',
  async ({ event, valid: { req } }) => {
    const noteId = req.path.id;
    const note = await updateNote(readOwner(event as unknown as NotesEvent), noteId, req.body);
    logger.info('Updated a note', { noteId });
    return note;
  },
  { validation: { req: { path: noteIdSchema, body: draftSchema } } },
);

export const handler = createHandler(app);
