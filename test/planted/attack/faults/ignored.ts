import { okAsync } from 'neverthrow';
import { createPageResponse } from '../../../../src/adapters/api-gateway/responses.ts';
import type { NoteId } from '../../../../src/domain/note.ts';
import type { OwnerId } from '../../../../src/domain/owner.ts';
import type { FunctionName } from '../../../../src/lambda/routes.ts';
import {
  type CreatePlant,
  createMeeting,
  findOtherOwner,
  later,
  only,
  type Plant,
  parseNoteIdIn,
  readAskedId,
} from './fault.ts';

type Asked = Parameters<ReturnType<Plant>>;

/** Acts as the note's owner if a condition is met. */
const asItsOwner =
  (isMet: (event: Asked[2]) => boolean = always, idOf = readAskedId): CreatePlant =>
  () => {
    const { owners, meet } = createMeeting();
    return (endpoint, name) => (deps, owner, event) => {
      const asked = meet(endpoint, name);
      if (!isMet(event)) return asked(deps, owner, event);
      return later(async () => {
        const id = idOf(event);
        const other = await findOtherOwner(deps, name, owner, owners, id);
        return asked(deps, other ?? owner, id === undefined ? event : { ...event, pathParameters: { id } });
      });
    };
  };

const always = (): boolean => true;

const everybodys =
  (isMet: (event: Asked[2]) => boolean = always): CreatePlant =>
  () => {
    const { owners, meet } = createMeeting();
    return only(['list'], (endpoint, name) => (deps, owner, event) => {
      const asked = meet(endpoint, name)(deps, owner, event);
      if (!isMet(event)) return asked;
      return later(async () => {
        const pages = await Promise.all([...owners].map((each) => deps.store.list(each, { limit: 100 })));
        const notes = pages.flatMap((page) => (page.isOk() ? page.value.notes : []));
        return okAsync(createPageResponse({ notes }, 1000));
      });
    });
  };

const trimmed = (text: string | undefined) => text?.replace(/[\s\0./]+$/, '');

const onlyIn =
  (names: readonly FunctionName[], fault: CreatePlant): CreatePlant =>
  () =>
    only(names, fault());

/** Faults that know the caller's owner, and ignore it. */
export const ignoringFaults = {
  'a get finds any owner’s note': onlyIn(['get'], asItsOwner()),
  'an update writes any owner’s note': onlyIn(['update'], asItsOwner()),
  'a delete deletes any owner’s note': onlyIn(['delete'], asItsOwner()),
  'a list is a scan': everybodys(),
  'a list after a cursor is a scan': everybodys(({ queryStringParameters: query }) => query?.after !== undefined),
  'x-role: admin gets any owner’s note': onlyIn(
    ['get'],
    asItsOwner(({ headers }) => headers['x-role'] === 'admin'),
  ),
  '?all=true lists every owner’s notes': everybodys(({ queryStringParameters: query }) => query?.all === 'true'),
  'an id with a suffix finds any owner’s note': onlyIn(
    ['get'],
    asItsOwner(
      ({ pathParameters }) => trimmed(pathParameters?.id) !== pathParameters?.id,
      ({ pathParameters }) => parseNoteIdIn(trimmed(pathParameters?.id)),
    ),
  ),
  'an id in capitals finds any owner’s note': onlyIn(
    ['get'],
    asItsOwner(
      ({ pathParameters }) => /[A-F]/.test(pathParameters?.id ?? ''),
      ({ pathParameters }) => parseNoteIdIn(pathParameters?.id?.toLowerCase()),
    ),
  ),
  'the id * finds the first note read': () => {
    const { owners, meet } = createMeeting();
    const seen = new Map<OwnerId, NoteId>();
    return only(['get'], (endpoint, name) => (deps, owner, event) => {
      const asked = meet(endpoint, name);
      const [first] = owners;
      const id = first && seen.get(first);
      if (event.pathParameters?.id === '*' && first !== undefined && id !== undefined)
        return asked(deps, first, { ...event, pathParameters: { id } });
      return asked(deps, owner, event).map((response) => {
        const found = readAskedId(event);
        if (found !== undefined) seen.set(owner, found);
        return response;
      });
    });
  },
  'x-http-method-override: DELETE deletes any owner’s note': () => {
    const { owners, meet } = createMeeting();
    return only(['get'], (endpoint, name) => (deps, owner, event) => {
      const asked = meet(endpoint, name);
      const id = readAskedId(event);
      if (event.headers['x-http-method-override'] !== 'DELETE' || id === undefined) return asked(deps, owner, event);
      return later(async () => {
        const deletion = { deletedAt: deps.clock.now(), revision: deps.revisions.next() };
        for (const each of owners) await deps.store.delete(each, id, deletion, 'any');
        return asked(deps, owner, event);
      });
    });
  },
  'x-original-url names the note': onlyIn(
    ['get'],
    asItsOwner(
      ({ headers }) => headers['x-original-url'] !== undefined,
      ({ headers }) => parseNoteIdIn(headers['x-original-url']?.split('/').at(-1)),
    ),
  ),
} as const satisfies Readonly<Record<string, CreatePlant>>;
