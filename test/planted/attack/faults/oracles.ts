import { okAsync } from 'neverthrow';
import { formatEtag } from '../../../../src/adapters/api-gateway/etag.ts';
import { parseIdempotencyKey } from '../../../../src/adapters/api-gateway/parameters.ts';
import { createProblemResponse } from '../../../../src/adapters/api-gateway/problems.ts';
import {
  createNotModifiedResponse,
  type HandlerResponse,
  noContentResponse,
} from '../../../../src/adapters/api-gateway/responses.ts';
import type { Note, NoteId } from '../../../../src/domain/note.ts';
import type { OwnerId } from '../../../../src/domain/owner.ts';
import type { FunctionName } from '../../../../src/lambda/routes.ts';
import {
  type CreatePlant,
  createMeeting,
  findOtherOwner,
  later,
  only,
  type Plant,
  readAskedId,
  refusedBy,
} from './fault.ts';

type Asked = Parameters<ReturnType<Plant>>;

/** Answers differently if the note exists and is somebody else's. */
const telling =
  (
    names: readonly FunctionName[],
    tell: (note: Note | undefined, event: Asked[2]) => ReturnType<ReturnType<Plant>> | undefined,
  ): CreatePlant =>
  () => {
    const { owners, meet } = createMeeting();
    return only(names, (endpoint, name) => (deps, owner, event) => {
      const asked = meet(endpoint, name)(deps, owner, event);
      return later(async () => {
        const id = readAskedId(event);
        const other = await findOtherOwner(deps, name, owner, owners, id);
        if (other === undefined || id === undefined) return asked;
        // Only a get may read the note.
        const note = name === 'get' ? (await deps.store.find(other, id)).unwrapOr(undefined) : undefined;
        return tell(note, event) ?? asked;
      });
    });
  };

const forbidden = { kind: 'IdentityRefused', reason: 'the user pool is another one' } as const;

const missing = (change: (response: HandlerResponse) => HandlerResponse) =>
  okAsync(change(createProblemResponse({ kind: 'NoteNotFound' }, 'JKJaXmPLvHcESHA=')));

/** Faults that show nothing of another's note, but reveal that it exists. */
export const oracleFaults = {
  'another owner’s note is forbidden, not missing': telling(['get'], () => refusedBy(forbidden)),
  'an update of another owner’s note is forbidden': telling(['update'], () => refusedBy(forbidden)),
  'a delete of another owner’s note answers 204': telling(['delete'], () => okAsync(noContentResponse)),
  'the 404 of another owner’s note has its entity tag': telling(
    ['get'],
    (note) =>
      note &&
      missing((response) => ({ ...response, headers: { ...response.headers, etag: formatEtag(note.revision) } })),
  ),
  'the 404 of another owner’s note says more': telling(['get'], () =>
    missing((response) => ({ ...response, body: (response.body ?? '').replace('Note not found', 'Note not yours') })),
  ),
  'a write checks its condition before the owner': telling(['update', 'delete'], (_, { headers }) =>
    headers['if-match'] === '"of-nothing"' ? refusedBy({ kind: 'RevisionConflict' }) : undefined,
  ),
  'a read checks its condition before the owner': telling(['get'], (note, { headers }) =>
    note !== undefined && headers['if-none-match'] === formatEtag(note.revision)
      ? okAsync(createNotModifiedResponse(note.revision))
      : undefined,
  ),
  'a key that another owner used is taken': () => {
    const { owners, meet } = createMeeting();
    return only(['create'], (endpoint, name) => (deps, owner, event) => {
      const asked = meet(endpoint, name);
      const id = parseIdempotencyKey(event).unwrapOr(undefined);
      return later(async () => {
        for (const other of owners)
          if (id !== undefined && other !== owner && (await deps.store.find(other, id)).isOk())
            return refusedBy({ kind: 'NoteIdTaken' });
        return asked(deps, owner, event);
      });
    });
  },
  'a key whose note another owner deleted is gone': remembersDeleted('create', (event) =>
    parseIdempotencyKey(event).unwrapOr(undefined),
  ),
  'a note that another owner deleted is gone, not missing': remembersDeleted('get', readAskedId),
} as const satisfies Readonly<Record<string, CreatePlant>>;

/** Remembers deleted ids without their owner, in one process's memory, which separate functions do not share. */
function remembersDeleted(teller: FunctionName, idOf: (event: Asked[2]) => NoteId | undefined): CreatePlant {
  return () => {
    const deletedBy = new Map<NoteId, OwnerId>();
    return (endpoint, name) => (deps, owner, event) => {
      const id = idOf(event);
      const by = id === undefined ? undefined : deletedBy.get(id);
      if (name === teller && by !== undefined && by !== owner) return refusedBy({ kind: 'NoteDeleted' });
      const gone = name === 'delete' ? readAskedId(event) : undefined;
      return endpoint(deps, owner, event).map((response) => {
        if (gone !== undefined) deletedBy.set(gone, owner);
        return response;
      });
    };
  };
}
