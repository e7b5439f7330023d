import { okAsync } from 'neverthrow';
import { pageResponse } from '../../../src/adapters/api-gateway/responses.ts';
import type { OwnerId } from '../../../src/domain/owner.ts';
import type { Dependencies } from '../../../src/lambda/parts.ts';
import { anybodys, askedId, type Fault, later, meeting, noteIdIn, only, type Plant, shown } from './fault.ts';

/** Asks as the owner of the note, where some condition is met. */
const asItsOwner =
  (owners: Set<OwnerId>, isMet: (event: Parameters<ReturnType<Plant>>[2]) => boolean, idOf = askedId): Plant =>
  (endpoint) =>
  (deps, owner, event) => {
    owners.add(owner);
    if (!isMet(event)) return endpoint(deps, owner, event);
    return later(async () => {
      const id = idOf(event);
      const note = await anybodys(deps.store, owners, id);
      const named = id === undefined ? event : { ...event, pathParameters: { id } };
      return endpoint(deps, note?.userId ?? owner, named);
    });
  };

const always = () => true;

const everybodys =
  (owners: Set<OwnerId>, isMet: (event: Parameters<ReturnType<Plant>>[2]) => boolean): Plant =>
  (endpoint) =>
  (deps: Dependencies, owner, event) => {
    owners.add(owner);
    if (!isMet(event)) return endpoint(deps, owner, event);
    return later(async () => {
      const pages = await Promise.all([...owners].map((each) => deps.store.list(each, { limit: 100 })));
      const notes = pages.flatMap((page) => (page.isOk() ? page.value.notes : []));
      return okAsync(pageResponse({ notes }, 1000));
    });
  };

const trimmed = (text: string | undefined) => text?.replace(/[\s\0./]+$/, '');

/** The owner is known, and not asked about. */
export const ignoringFaults = {
  'a get finds anybody’s note': () => only(['get'], asItsOwner(meeting().owners, always)),
  'an update writes anybody’s note': () => {
    const { owners, meet } = meeting();
    return (endpoint, name) => (name === 'update' ? asItsOwner(owners, always)(endpoint, name) : meet(endpoint, name));
  },
  'a delete takes anybody’s note': () => {
    const { owners, meet } = meeting();
    return (endpoint, name) => (name === 'delete' ? asItsOwner(owners, always)(endpoint, name) : meet(endpoint, name));
  },
  'a list is a scan': () => only(['list'], everybodys(meeting().owners, always)),
  'a list behind a cursor is a scan': () =>
    only(
      ['list'],
      everybodys(meeting().owners, ({ queryStringParameters: query }) => query?.after !== undefined),
    ),
  'x-role: admin gets anybody’s note': () =>
    only(
      ['get'],
      asItsOwner(meeting().owners, ({ headers }) => headers['x-role'] === 'admin'),
    ),
  '?all=true lists everybody’s': () =>
    only(
      ['list'],
      everybodys(meeting().owners, ({ queryStringParameters: query }) => query?.all === 'true'),
    ),
  'an id with something behind it is anybody’s': () =>
    only(
      ['get'],
      asItsOwner(
        meeting().owners,
        ({ pathParameters }) => trimmed(pathParameters?.id) !== pathParameters?.id,
        ({ pathParameters }) => noteIdIn(trimmed(pathParameters?.id)),
      ),
    ),
  'an id in capitals is anybody’s': () =>
    only(
      ['get'],
      asItsOwner(
        meeting().owners,
        ({ pathParameters }) => /[A-F]/.test(pathParameters?.id ?? ''),
        ({ pathParameters }) => noteIdIn(pathParameters?.id?.toLowerCase()),
      ),
    ),
  'a star is the first note that there is': () => {
    const { owners, meet } = meeting();
    return only(['get'], (endpoint, name) => (deps, owner, event) => {
      const asked = meet(endpoint, name)(deps, owner, event);
      if (event.pathParameters?.id !== '*') return asked;
      return later(async () => {
        const pages = await Promise.all([...owners].map((each) => deps.store.list(each, { limit: 100 })));
        const [note] = pages.flatMap((page) => (page.isOk() ? page.value.notes : []));
        return note === undefined ? asked : shown(note);
      });
    });
  },
  'x-http-method-override: DELETE deletes anybody’s': () => {
    const { owners, meet } = meeting();
    return only(['get'], (endpoint, name) => (deps, owner, event) => {
      const asked = meet(endpoint, name);
      if (event.headers['x-http-method-override'] !== 'DELETE') return asked(deps, owner, event);
      return later(async () => {
        const note = await anybodys(deps.store, owners, askedId(event));
        if (note === undefined) return asked(deps, owner, event);
        const deletion = { deletedAt: deps.clock.now(), revision: deps.revisions.next() };
        await deps.store.delete(note.userId, note.noteId, deletion, 'any');
        return asked(deps, owner, event);
      });
    });
  },
  'x-original-url names the note': () =>
    only(
      ['get'],
      asItsOwner(
        meeting().owners,
        ({ headers }) => headers['x-original-url'] !== undefined,
        ({ headers }) => noteIdIn(headers['x-original-url']?.split('/').at(-1)),
      ),
    ),
} as const satisfies Readonly<Record<string, Fault>>;
