import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { ok, type Result, ResultAsync } from 'neverthrow';
import {
  type CreateNoteDeps,
  createNote,
  deleteNote,
  getNote,
  type InvalidNote,
  listNotes,
  type NoteDraft,
  type NoteId,
  type NoteNotFound,
  type NoteStore,
  type OwnerId,
  parseNoteDraft,
  parseNoteId,
  updateNote,
} from 'owned-notes';
import type { VerifyToken } from './verify-token.ts';

export interface NotesAppOptions extends CreateNoteDeps {
  readonly store: NoteStore;
  readonly verifyToken: VerifyToken;
}

/** The HTTP status of each failure. A failure without one does not compile. */
const statuses = {
  InvalidNote: 422,
  NoteNotFound: 404,
  NoteIdTaken: 409,
  NoteDeleted: 410,
  RevisionConflict: 412,
  StoreUnavailable: 503,
  OutcomeUnknown: 503,
} as const;

interface Failure {
  readonly kind: keyof typeof statuses;
}

type Notes = { readonly Variables: { readonly owner: OwnerId } };

const maxBodyBytes = 512 * 1024;

export const notesApp = ({ verifyToken, ...deps }: NotesAppOptions): Hono<Notes> => {
  const app = new Hono<Notes>();

  // Before every route, unknown paths included.
  app.use('*', async (context, next) => {
    const owner = await verifyToken(context.req.header('authorization'));
    if (owner.isErr()) return context.json({ problem: owner.error.kind }, 401, { 'www-authenticate': 'Bearer' });
    context.set('owner', owner.value);
    context.header('cache-control', 'private, no-store');
    return next();
  });
  app.use('*', bodyLimit({ maxSize: maxBodyBytes }));

  app.post('/notes', (context) =>
    answer(
      context,
      readDraft(context).andThen((draft) => createNote(deps, context.var.owner, draft)),
      201,
    ),
  );
  app.get('/notes', (context) =>
    answer(
      context,
      readCursor(context).asyncAndThen((after) => listNotes(deps, context.var.owner, { limit: 100, ...after })),
    ),
  );
  app.get('/notes/:noteId', (context) =>
    answer(
      context,
      readId(context).asyncAndThen((id) => getNote(deps, context.var.owner, id)),
    ),
  );
  app.put('/notes/:noteId', (context) =>
    answer(
      context,
      readId(context).asyncAndThen((id) =>
        readDraft(context).andThen((draft) => updateNote(deps, context.var.owner, id, draft, 'any')),
      ),
    ),
  );
  app.delete('/notes/:noteId', (context) =>
    answer(
      context,
      readId(context).asyncAndThen((id) => deleteNote(deps, context.var.owner, id, 'any')),
      204,
    ),
  );
  return app;
};

const answer = async (
  context: Context,
  result: ResultAsync<unknown, Failure>,
  status: 200 | 201 | 204 = 200,
): Promise<Response> =>
  result.match(
    (value) => (status === 204 ? context.body(null, 204) : context.json(value as object, status)),
    ({ kind }) => context.json({ problem: kind }, statuses[kind]),
  );

/** A malformed id is the id of no note. */
const readId = (context: Context): Result<NoteId, NoteNotFound> =>
  parseNoteId(context.req.param('noteId') ?? '').mapErr(() => ({ kind: 'NoteNotFound' }));

const readCursor = (context: Context): Result<{ readonly after?: NoteId }, NoteNotFound> => {
  const after = context.req.query('after');
  return after === undefined
    ? ok({})
    : parseNoteId(after)
        .map((id) => ({ after: id }))
        .mapErr(() => ({ kind: 'NoteNotFound' }));
};

const readDraft = (context: Context): ResultAsync<NoteDraft, InvalidNote> =>
  ResultAsync.fromPromise(
    context.req.json<unknown>(),
    (): InvalidNote => ({ kind: 'InvalidNote', reason: 'The body is not JSON.' }),
  ).andThen(parseNoteDraft);
