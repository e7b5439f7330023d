import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEvent } from '../../../test/kit/event.ts';
import { parseOwnerId } from '../../domain/owner.ts';
import type { NoteStore } from '../../ports/note-store.ts';
import { createMemoryNoteStore } from '../memory/memory-note-store.ts';
import { randomRevisions } from '../system/random-revisions.ts';
import { systemClock } from '../system/system-clock.ts';
import { uuidV7NoteIds } from '../uuid/uuid-v7-note-ids.ts';
import { type Endpoint, handleCreate, handleDelete, handleGet, handleList, handleUpdate } from './endpoints.ts';

const identityId = 'us-east-1:7c9e6679-7425-40de-944b-e07fc1f90ae7';
const owner = parseOwnerId(identityId)._unsafeUnwrap();
const endpoints = {
  'POST /notes': handleCreate,
  'GET /notes': handleList,
  'GET /notes/{id}': handleGet,
  'PUT /notes/{id}': handleUpdate,
  'DELETE /notes/{id}': handleDelete,
};
type RouteKey = keyof typeof endpoints;

const api = (store: NoteStore = createMemoryNoteStore(), path = '/notes') => {
  const deps = { store, clock: systemClock, noteIds: uuidV7NoteIds, revisions: randomRevisions, requireIfMatch: false };
  return async (
    routeKey: RouteKey,
    { content, ...asked }: Partial<Parameters<typeof createEvent>[0]> & { content?: string } = {},
  ) => {
    const body = content === undefined ? {} : { body: JSON.stringify({ content }) };
    const event = { ...createEvent({ routeKey, identityId, ...body, ...asked }), rawPath: path };
    const endpoint: Endpoint<typeof deps> = endpoints[routeKey];
    return endpoint(deps, owner, event);
  };
};

describe('the relative URLs in an answer', () => {
  /** A prefix of the path, in the client's request or in what the function is told. */
  const prefix = fc
    .array(fc.constantFrom('v1', 'dev', 'notes', 'notes-api', 'a%20b'), { maxLength: 3 })
    .map((parts) => parts.map((part) => `/${part}`).join(''));

  test('lead to the note and to the next page behind any path prefix, whatever path the function is told', async () => {
    await fc.assert(
      fc.asyncProperty(prefix, prefix, async (real, believed) => {
        const asked = `https://notes.example.com${real}/notes`;
        const ask = api(createMemoryNoteStore(), `${believed}/notes`);
        const ids: string[] = [];
        for (const content of ['one', 'two']) {
          const { headers, body = '' } = (await ask('POST /notes', { content }))._unsafeUnwrap();
          const { noteId } = JSON.parse(body);
          expect(new URL(headers.location ?? '', asked).href).toBe(`${asked}/${noteId}`);
          ids.unshift(noteId);
        }
        const { headers } = (await ask('GET /notes', { query: { limit: '1' } }))._unsafeUnwrap();
        const target = /^<([^>]*)>; rel="next"$/.exec(headers.link ?? '')?.[1] ?? '';
        expect(new URL(target, asked).href).toBe(`${asked}?limit=1&after=${ids[0]}`);
      }),
    );
  });
});

describe('a condition', () => {
  type Condition = (etag: string) => string;
  const own: Condition = (etag) => etag;
  const weak: Condition = (etag) => `W/${etag}`;
  const listed: Condition = (etag) => `, "x",, ${etag} ,`;
  const any: Condition = () => '*';
  const other: Condition = () => '"other"';
  const unlike: Condition = () => '"é"';

  /** Returns the outcome of a request to a note that exists, and the note's content afterwards. */
  const outcome = async (routeKey: RouteKey, headers: Record<string, Condition>) => {
    const ask = api();
    const made = (await ask('POST /notes', { content: 'there' }))._unsafeUnwrap();
    const { noteId: id } = JSON.parse(made.body ?? '');
    const given = Object.fromEntries(
      Object.entries(headers).map(([name, condition]) => [name, condition(made.headers.etag ?? '')]),
    );
    const content = routeKey.startsWith('P') ? { content: 'written' } : {};
    const result = await ask(routeKey, { headers: given, ...content, ...(routeKey.includes('{id}') && { id }) });
    const now = (await ask('GET /notes'))._unsafeUnwrap().body ?? '';
    const came = result.match<number | string>(
      ({ statusCode }) => statusCode,
      ({ kind }) => kind,
    );
    return [
      came,
      JSON.parse(now)
        .map(({ content }: { content: string }) => content)
        .join(),
    ];
  };
  const refused = ['RevisionConflict', 'there'];

  describe.each(['PUT /notes/{id}', 'DELETE /notes/{id}'] as const)('on %s', (routeKey) => {
    const performed = routeKey.startsWith('PUT') ? [200, 'written'] : [204, ''];
    test.each([
      ['If-Match', own, performed],
      ['If-Match', any, performed],
      ['If-Match', listed, performed],
      ['If-Match', weak, refused],
      ['If-Match', other, refused],
      ['If-Match', unlike, refused],
      ['If-None-Match', any, refused],
      ['If-None-Match', own, refused],
      ['If-None-Match', weak, refused],
      ['If-None-Match', listed, refused],
      ['If-None-Match', other, performed],
      ['If-None-Match', unlike, performed],
    ])('%s %o', async (header, condition, expected) => {
      expect(await outcome(routeKey, { [header.toLowerCase()]: condition })).toEqual(expected);
    });

    test.each([
      [own, other, performed],
      [any, other, performed],
      [listed, other, performed],
      [own, own, refused],
      [any, own, refused],
      [listed, weak, refused],
      [own, any, refused],
      [other, other, refused],
    ])('both If-Match %o and If-None-Match %o have to be true', async (match, noneMatch, expected) => {
      expect(await outcome(routeKey, { 'if-match': match, 'if-none-match': noneMatch })).toEqual(expected);
    });

    test.each(['if-match', 'if-none-match'])('%s that cannot be parsed prevents the write', async (header) => {
      expect(await outcome(routeKey, { [header]: () => 'none' })).toEqual(['InvalidParameter', 'there']);
    });

    test.each([any, other, unlike])('is not evaluated if there is no note: %o', async (condition) => {
      const id = '0192d3c4-0000-7000-8000-000000000001';
      for (const header of ['if-match', 'if-none-match']) {
        const asked = { id, headers: { [header]: condition('') }, content: 'x' };
        expect((await api()(routeKey, asked))._unsafeUnwrapErr()).toEqual({ kind: 'NoteNotFound' });
      }
    });
  });

  test.each([
    ['GET /notes/{id}', 'if-match', own, 200],
    ['GET /notes/{id}', 'if-match', any, 200],
    ['GET /notes/{id}', 'if-match', weak, 'RevisionConflict'],
    ['GET /notes/{id}', 'if-match', other, 'RevisionConflict'],
    ['GET /notes/{id}', 'if-none-match', own, 304],
    ['GET /notes/{id}', 'if-none-match', weak, 304],
    ['GET /notes/{id}', 'if-none-match', any, 304],
    ['GET /notes/{id}', 'if-none-match', other, 200],
    ['GET /notes', 'if-match', any, 200],
    ['GET /notes', 'if-match', own, 'RevisionConflict'],
    ['GET /notes', 'if-none-match', any, 304],
    ['GET /notes', 'if-none-match', own, 200],
    ['POST /notes', 'if-match', own, 'RevisionConflict'],
    ['POST /notes', 'if-none-match', any, 'RevisionConflict'],
  ] as const)('on %s, %s %o', async (routeKey, header, condition, expected) => {
    expect(await outcome(routeKey, { [header]: condition })).toEqual([expected, 'there']);
  });

  test.each(['GET /notes', 'GET /notes/{id}', 'POST /notes'] as const)(
    'on %s that cannot be parsed is refused',
    async (routeKey) => {
      for (const header of ['if-match', 'if-none-match'])
        expect(await outcome(routeKey, { [header]: () => '"' })).toEqual(['InvalidParameter', 'there']);
    },
  );

  test('on POST that is true lets the note be created', async () => {
    expect(await outcome('POST /notes', { 'if-match': any, 'if-none-match': own })).toEqual([200, 'written,there']);
  });
});

describe('an id in capitals', () => {
  test('is accepted as it is in a path, and becomes lower case in an idempotency key', async () => {
    const ask = api();
    const id = 'F47AC10B-58CC-4372-A567-0E02B2C3D479';
    expect((await ask('GET /notes/{id}', { id }))._unsafeUnwrapErr()).toEqual({ kind: 'NoteNotFound' });
    const key = { headers: { 'idempotency-key': id }, content: 'one' };
    for (const _ of ['once', 'twice'])
      expect(JSON.parse((await ask('POST /notes', key))._unsafeUnwrap().body ?? '').noteId).toBe(id.toLowerCase());
  });
});
