import type { ResultAsync } from 'neverthrow';
import type { OwnerId } from '../../domain/owner.ts';
import { type CreateNoteDeps, createNote } from '../../domain/use-cases/create-note.ts';
import { type DeleteNoteDeps, deleteNote } from '../../domain/use-cases/delete-note.ts';
import { type GetNoteDeps, getNote } from '../../domain/use-cases/get-note.ts';
import { type ListNotesDeps, listNotes } from '../../domain/use-cases/list-notes.ts';
import { type UpdateNoteDeps, updateNote } from '../../domain/use-cases/update-note.ts';
import { draftOf } from './body.ts';
import type { HttpApiEvent } from './event.ts';
import { idempotencyKeyOf, noteIdOf, pageOf } from './parameters.ts';
import { expectedOf, noneMatchNames } from './preconditions.ts';
import type { Problem } from './problems.ts';
import {
  createdResponse,
  noContentResponse,
  noteResponse,
  notModifiedResponse,
  pageResponse,
  type Response,
} from './responses.ts';

/** From a request whose owner is known to its answer. The owner is an argument: an endpoint cannot look for another. */
export type Endpoint<Deps> = (deps: Deps, owner: OwnerId, event: HttpApiEvent) => ResultAsync<Response, Problem>;

/** What a deployment may decide about writes. */
export interface WriteRules {
  /** Whether a PUT or DELETE without If-Match is answered 428. */
  readonly requireIfMatch: boolean;
}

export const create: Endpoint<CreateNoteDeps> = (deps, owner, event) =>
  idempotencyKeyOf(event)
    .andThen((key) => draftOf(event).map((draft) => ({ key, draft })))
    .asyncAndThen(({ key, draft }) => createNote(deps, owner, draft, key))
    .map((note) => createdResponse(note, rootOf(event)));

export const get: Endpoint<GetNoteDeps> = (deps, owner, event) =>
  noteIdOf(event)
    .asyncAndThen((id) => getNote(deps, owner, id))
    .andThen((note) =>
      noneMatchNames(event, note.revision).map((known) => (known ? notModifiedResponse(note) : noteResponse(note))),
    );

export const list: Endpoint<ListNotesDeps> = (deps, owner, event) =>
  pageOf(event).asyncAndThen((page) =>
    listNotes(deps, owner, page).map((notes) => pageResponse(notes, page.limit, rootOf(event))),
  );

export const update: Endpoint<UpdateNoteDeps & WriteRules> = (deps, owner, event) =>
  noteIdOf(event)
    .andThen((id) => draftOf(event).map((draft) => ({ id, draft })))
    .andThen(({ id, draft }) => expectedOf(event, deps.requireIfMatch).map((expected) => ({ id, draft, expected })))
    .asyncAndThen(({ id, draft, expected }) => updateNote(deps, owner, id, draft, expected))
    .map(noteResponse);

export const remove: Endpoint<DeleteNoteDeps & WriteRules> = (deps, owner, event) =>
  noteIdOf(event)
    .andThen((id) => expectedOf(event, deps.requireIfMatch).map((expected) => ({ id, expected })))
    .asyncAndThen(({ id, expected }) => deleteNote(deps, owner, id, expected))
    .map(() => noContentResponse);

/** What stands before the routes in the path: the stage, unless it is `$default`. */
const rootOf = ({ requestContext: { stage } }: HttpApiEvent): string => (stage === '$default' ? '' : `/${stage}`);
