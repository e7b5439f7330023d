import { okAsync } from 'neverthrow';
import { noteResponse } from '../../../src/adapters/api-gateway/responses.ts';
import { askedId, bodyIn, type Fault, later, noteIdIn, only, ownerIn, textIn } from './fault.ts';

/** Members of a body that are the server's to set. */
export const assignmentFaults = {
  'a create takes its id from the body': () =>
    only(['create'], (endpoint) => (deps, owner, event) => {
      const id = noteIdIn(textIn(bodyIn(event).noteId));
      return id === undefined
        ? endpoint(deps, owner, event)
        : endpoint({ ...deps, noteIds: { next: () => id } }, owner, event);
    }),
  'a create takes its date from the body': () =>
    only(['create'], (endpoint) => (deps, owner, event) => {
      const { createdAt } = bodyIn(event);
      return endpoint(
        typeof createdAt === 'number' ? { ...deps, clock: { now: () => createdAt } } : deps,
        owner,
        event,
      );
    }),
  'an answer repeats what was sent': () =>
    only(
      ['create', 'update'],
      (endpoint) => (deps, owner, event) =>
        endpoint(deps, owner, event).map((response) => ({
          ...response,
          body: JSON.stringify({ ...JSON.parse(response.body ?? '{}'), ...bodyIn(event) }),
        })),
    ),
  'an update gives the note to the body’s userId': () =>
    only(['update'], (endpoint) => (deps, owner, event) => {
      const to = ownerIn(textIn(bodyIn(event).userId));
      const id = askedId(event);
      if (to === undefined || to === owner || id === undefined) return endpoint(deps, owner, event);
      return later(async () => {
        const found = await deps.store.find(owner, id);
        if (found.isErr()) return endpoint(deps, owner, event);
        const { content, attachment } = found.value;
        const draft = { content, ...(attachment !== undefined && { attachment }) };
        const made = await deps.store.create(to, {
          ...{ noteId: id, draft: draft as never, createdAt: deps.clock.now(), revision: deps.revisions.next() },
        });
        return made.isOk() ? okAsync(noteResponse(made.value)) : endpoint(deps, owner, event);
      });
    }),
} as const satisfies Readonly<Record<string, Fault>>;
