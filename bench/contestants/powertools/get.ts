import { NotFoundError } from '@aws-lambda-powertools/event-handler/http';
import { noteIdSchema } from '../draft-schema.ts';
import { type NotesEvent, readOwner } from '../event.ts';
import { getNote } from '../stored-notes.ts';
import { createApp, createHandler, logger } from './app.ts';

const app = createApp();

app.get(
  '/notes/:id',
  async ({ event, valid }) => {
    const noteId = valid.req.path.id;
    const note = await getNote(readOwner(event as unknown as NotesEvent), noteId);
    if (note === undefined) throw new NotFoundError('There is no such note.');
    logger.info('Got a note', { noteId });
    return note;
  },
  { validation: { req: { path: noteIdSchema } } },
);

export const handler = createHandler(app);
