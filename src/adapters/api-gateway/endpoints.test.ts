import { describe, expect, test } from 'vitest';
import { eventOf } from '../../../test/event.ts';
import { parseOwnerId } from '../../domain/owner.ts';
import { memoryNoteStore } from '../memory/memory-note-store.ts';
import { randomRevisions } from '../system/random-revisions.ts';
import { systemClock } from '../system/system-clock.ts';
import { uuidV7NoteIds } from '../uuid/uuid-v7-note-ids.ts';
import { create, list } from './endpoints.ts';

const identityId = 'us-east-1:7c9e6679-7425-40de-944b-e07fc1f90ae7';
const owner = parseOwnerId(identityId)._unsafeUnwrap();

describe('the places that an answer names', () => {
  test.each([
    ['$default', ''],
    ['prod', '/prod'],
  ])('of the stage %s begin with %j', async (stage, root) => {
    const store = memoryNoteStore();
    const deps = { store, clock: systemClock, noteIds: uuidV7NoteIds, revisions: randomRevisions };
    const at = (asked: object) => {
      const event = eventOf({ routeKey: 'POST /notes', identityId, ...asked });
      return { ...event, requestContext: { ...event.requestContext, stage } };
    };
    const ids: string[] = [];
    for (const content of ['one', 'two']) {
      const event = at({ body: JSON.stringify({ content }) });
      const { headers, body = '' } = (await create(deps, owner, event))._unsafeUnwrap();
      const { noteId } = JSON.parse(body);
      expect(headers.location).toBe(`${root}/notes/${noteId}`);
      ids.unshift(noteId);
    }
    const event = at({ routeKey: 'GET /notes', query: { limit: '1' } });
    const { headers } = (await list(deps, owner, event))._unsafeUnwrap();
    expect(headers.link).toBe(`<${root}/notes?limit=1&after=${ids[0]}>; rel="next"`);
  });
});
