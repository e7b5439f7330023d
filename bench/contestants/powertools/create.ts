import { draftSchema } from '../draft-schema.ts';
import { type NotesEvent, readOwner } from '../event.ts';
import { putNote } from '../stored-notes.ts';
import { createApp, createHandler, logger } from './app.ts';

const app = createApp();

app.post(
  '/notes',
  async ({ event, valid }) => {
    const note = await putNote(readOwner(event as unknown as NotesEvent), valid.req.body);
    logger.info('Created a note', { noteId: note.noteId });
    return note;
  },
  { validation: { req: { body: draftSchema } } },
);

export const handler = createHandler(app);
