import { err, ok, okAsync, type ResultAsync } from 'neverthrow';
import type { OwnerId } from '../../domain/owner.ts';
import type { StoreUnavailable } from '../../ports/note-store.ts';
import { type CreateNoteDeps, createNote } from '../../use-cases/create-note.ts';
import { type DeleteNoteDeps, deleteNote } from '../../use-cases/delete-note.ts';
import { type GetNoteDeps, getNote } from '../../use-cases/get-note.ts';
import { type ListNotesDeps, listNotes } from '../../use-cases/list-notes.ts';
import { type UpdateNoteDeps, updateNote } from '../../use-cases/update-note.ts';
import { parseDraft, type WithDraft } from './body.ts';
import type { HttpApiEvent } from './event.ts';
import {
  parseIdempotencyKey,
  parseNoteIdParameter,
  parsePageRequest,
  type WithIdempotencyKey,
  type WithNoteId,
  type WithPage,
} from './parameters.ts';
import { checkListPreconditions, checkPreconditions, parseExpected, type WithConditions } from './preconditions.ts';
import type { Problem } from './problems.ts';
import {
  createNoteCreatedResponse,
  createNoteResponse,
  createNotModifiedResponse,
  createPageResponse,
  type HandlerResponse,
  listNotModifiedResponse,
  noContentResponse,
} from './responses.ts';

/**
 * A function from a request whose owner is known to its response. The owner is an argument: an endpoint cannot look for
 * another. The types of the endpoints below say more: what each reads of the event, what it answers, and which problems
 * it can have.
 *
 * @example
 * import { okAsync } from 'neverthrow';
 * const ping: Endpoint<object> = () => okAsync({ statusCode: 204, headers: {} });
 */
export type Endpoint<Deps> = (deps: Deps, owner: OwnerId, event: HttpApiEvent) => ResultAsync<HandlerResponse, Problem>;

/**
 * What a deployment may decide about writes.
 *
 * @example
 * const rules: WriteRules = { requireIfMatch: true };
 */
export interface WriteRules {
  /** Whether a PUT or DELETE without If-Match is answered with 428. */
  readonly requireIfMatch: boolean;
}

/**
 * `POST /notes`: creates a note from the body, at the id in `Idempotency-Key` if there is one, and answers 200 with it.
 *
 * @example
 * export const handler = createNotesHandler(wireHandler(process.env), handleCreate);
 */
export const handleCreate = (
  deps: CreateNoteDeps,
  owner: OwnerId,
  event: WithConditions & WithIdempotencyKey & WithDraft,
) =>
  checkListPreconditions(event)
    // The list always exists, so `If-None-Match: *` fails: with 412 on methods other than GET and HEAD (RFC 9110,
    // 13.1.2).
    .andThen((verdict) => (verdict === 'known' ? err({ kind: 'RevisionConflict' } as const) : ok()))
    .andThen(() => parseIdempotencyKey(event))
    .andThen((key) => parseDraft(event).map((draft) => ({ key, draft })))
    .asyncAndThen(({ key, draft }) => createNote(deps, owner, draft, key))
    .map(createNoteCreatedResponse);

/**
 * `GET /notes/{id}`: answers 200 with the note, or 304 if `If-None-Match` names its ETag.
 *
 * @example
 * export const handler = createNotesHandler(wireHandler(process.env), handleGet);
 */
export const handleGet = (deps: GetNoteDeps, owner: OwnerId, event: WithNoteId & WithConditions) =>
  parseNoteIdParameter(event)
    .asyncAndThen((id) => getNote(deps, owner, id))
    .andThen((note) =>
      checkPreconditions(event, note.revision).map((verdict) =>
        verdict === 'known' ? createNotModifiedResponse(note.revision) : createNoteResponse(note),
      ),
    );

/**
 * `GET /notes`: answers 200 with up to `limit` notes below `after`, newest first, and a `Link` to the next page.
 *
 * @example
 * export const handler = createNotesHandler(wireHandler(process.env), handleList);
 */
export const handleList = (deps: ListNotesDeps, owner: OwnerId, event: WithConditions & WithPage) =>
  checkListPreconditions(event)
    .andThen((verdict) => parsePageRequest(event).map((page) => ({ verdict, page })))
    .asyncAndThen(
      ({ verdict, page }): ResultAsync<ListResponse, StoreUnavailable> =>
        verdict === 'known'
          ? okAsync(listNotModifiedResponse)
          : listNotes(deps, owner, page).map((notes) => createPageResponse(notes, page.limit)),
    );

type ListResponse = typeof listNotModifiedResponse | ReturnType<typeof createPageResponse>;

/**
 * `PUT /notes/{id}`: replaces all fields of the note with those of the body, if `If-Match` and `If-None-Match` allow
 * it; answers 200.
 *
 * @example
 * export const handler = createNotesHandler(wireHandler(process.env), handleUpdate);
 */
export const handleUpdate = (
  deps: UpdateNoteDeps & WriteRules,
  owner: OwnerId,
  event: WithNoteId & WithDraft & WithConditions,
) =>
  parseNoteIdParameter(event)
    .andThen((id) => parseDraft(event).map((draft) => ({ id, draft })))
    .andThen(({ id, draft }) => parseExpected(event, deps.requireIfMatch).map((expected) => ({ id, draft, expected })))
    .asyncAndThen(({ id, draft, expected }) => updateNote(deps, owner, id, draft, expected))
    .map(createNoteResponse);

/**
 * `DELETE /notes/{id}`: deletes the note, if `If-Match` and `If-None-Match` allow it; answers 204.
 *
 * @example
 * export const handler = createNotesHandler(wireHandler(process.env), handleDelete);
 */
export const handleDelete = (deps: DeleteNoteDeps & WriteRules, owner: OwnerId, event: WithNoteId & WithConditions) =>
  parseNoteIdParameter(event)
    .andThen((id) => parseExpected(event, deps.requireIfMatch).map((expected) => ({ id, expected })))
    .asyncAndThen(({ id, expected }) => deleteNote(deps, owner, id, expected))
    .map(() => noContentResponse);
