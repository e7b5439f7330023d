import { errAsync, okAsync, type Result, ResultAsync } from 'neverthrow';
import type { Endpoint } from '../../../../src/adapters/api-gateway/endpoints.ts';
import type { HttpApiEvent } from '../../../../src/adapters/api-gateway/event.ts';
import type { Problem } from '../../../../src/adapters/api-gateway/problems.ts';
import { createNoteResponse, type HandlerResponse } from '../../../../src/adapters/api-gateway/responses.ts';
import { type Note, type NoteDraft, type NoteId, parseNoteId } from '../../../../src/domain/note.ts';
import { type OwnerId, parseOwnerId } from '../../../../src/domain/owner.ts';
import type { NoteDependencies } from '../../../../src/lambda/handler-parts.ts';
import type { FunctionName } from '../../../../src/lambda/routes.ts';

export type NotesEndpoint = Endpoint<NoteDependencies>;

/** Turns a right endpoint into a wrong one. */
export type Plant = (endpoint: NotesEndpoint, name: FunctionName) => NotesEndpoint;

/** Creates a fault anew for each set of functions, so that its memory is its own. */
export type CreatePlant = () => Plant;

/** Plants a fault in some of the functions, and leaves the others unchanged. */
export const only =
  (names: readonly FunctionName[], plant: Plant): Plant =>
  (endpoint, name) =>
    names.includes(name) ? plant(endpoint, name) : endpoint;

/** Takes the owner that the request names, if it names one. */
export const ownerBy =
  (said: (event: HttpApiEvent) => string | undefined): Plant =>
  (endpoint) =>
  (deps, owner, event) =>
    endpoint(deps, parseOwner(said(event)) ?? owner, event);

export const parseOwner = (text: string | undefined): OwnerId | undefined =>
  text === undefined ? undefined : parseOwnerId(text).unwrapOr(undefined);

export const parseBody = ({ body, isBase64Encoded }: HttpApiEvent): Readonly<Record<string, unknown>> => {
  try {
    return Object(JSON.parse(isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString() : (body ?? '')));
  } catch {
    return {};
  }
};

export const toText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Collects the callers so far. No method of a store reads all owners' notes, so a fault tries each of them. */
export const createMeeting = (): { readonly owners: Set<OwnerId>; readonly meet: Plant } => {
  const owners = new Set<OwnerId>();
  const meet: Plant = (endpoint) => (deps, owner, event) => {
    owners.add(owner);
    return endpoint(deps, owner, event);
  };
  return { owners, meet };
};

/**
 * Finds the owner of a note among the callers so far, if it is not the caller. Each function uses the one action that
 * its role permits: a write whose condition never holds also tells whether the note exists.
 */
export const findOtherOwner = async (
  { store, clock, revisions }: NoteDependencies,
  name: FunctionName,
  owner: OwnerId,
  owners: Iterable<OwnerId>,
  id: NoteId | undefined,
): Promise<OwnerId | undefined> => {
  if (id === undefined) return undefined;
  const [now, revision, never] = [clock.now(), revisions.next(), { not: 'any' } as const];
  const draft = { content: 'never written' } as NoteDraft;
  for (const other of owners) {
    if (other === owner) continue;
    if (name === 'get' && (await store.find(other, id)).isOk()) return other;
    const asked =
      name === 'update'
        ? await store.update(other, id, { draft, updatedAt: now, revision }, never)
        : name === 'delete'
          ? await store.delete(other, id, { deletedAt: now, revision }, never)
          : undefined;
    if (asked?.isErr() && asked.error.kind === 'RevisionConflict') return other;
  }
  return undefined;
};

export const parseNoteIdIn = (text: string | undefined): NoteId | undefined =>
  text === undefined ? undefined : parseNoteId(text).unwrapOr(undefined);

export const readAskedId = ({ pathParameters }: HttpApiEvent): NoteId | undefined => parseNoteIdIn(pathParameters?.id);

export const shown = (note: Note): ResultAsync<HandlerResponse, Problem> => okAsync(createNoteResponse(note));

export const refusedBy = (problem: Problem): ResultAsync<HandlerResponse, Problem> => errAsync(problem);

/** Answers after asynchronous work. */
export const later = (work: () => Promise<Result<HandlerResponse, Problem>>): ResultAsync<HandlerResponse, Problem> =>
  new ResultAsync(work());
