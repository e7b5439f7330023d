import { okAsync } from 'neverthrow';
import { createNoteResponse } from '../../../../src/adapters/api-gateway/responses.ts';
import { type CreatePlant, later, only, parseBody, parseNoteIdIn, parseOwner, readAskedId, toText } from './fault.ts';

/** Members of a body that only the server should set. */
export const assignmentFaults = {
  'a create takes its id from the body': () =>
    only(['create'], (endpoint) => (deps, owner, event) => {
      const id = parseNoteIdIn(toText(parseBody(event).noteId));
      return id === undefined
        ? endpoint(deps, owner, event)
        : endpoint({ ...deps, noteIds: { next: () => id } }, owner, event);
    }),
  'a create takes its date from the body': () =>
    only(['create'], (endpoint) => (deps, owner, event) => {
      const { createdAt } = parseBody(event);
      return endpoint(
        typeof createdAt === 'number' ? { ...deps, clock: { now: () => createdAt } } : deps,
        owner,
        event,
      );
    }),
  'an answer repeats the members that were sent': () =>
    only(
      ['create', 'update'],
      (endpoint) => (deps, owner, event) =>
        endpoint(deps, owner, event).map((response) => ({
          ...response,
          body: JSON.stringify({ ...JSON.parse(response.body ?? '{}'), ...parseBody(event) }),
        })),
    ),
  'an update gives the note to the body’s userId': () =>
    only(['update'], (endpoint) => (deps, owner, event) => {
      const to = parseOwner(toText(parseBody(event).userId));
      const id = readAskedId(event);
      if (to === undefined || to === owner || id === undefined) return endpoint(deps, owner, event);
      return later(async () => {
        const found = await deps.store.find(owner, id);
        if (found.isErr()) return endpoint(deps, owner, event);
        const { content, attachment } = found.value;
        const draft = { content, ...(attachment !== undefined && { attachment }) };
        const made = await deps.store.create(to, {
          ...{ noteId: id, draft: draft as never, createdAt: deps.clock.now(), revision: deps.revisions.next() },
        });
        return made.isOk() ? okAsync(createNoteResponse(made.value)) : endpoint(deps, owner, event);
      });
    }),
} as const satisfies Readonly<Record<string, CreatePlant>>;
